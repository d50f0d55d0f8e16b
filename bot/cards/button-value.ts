import { z } from 'zod';
import { limits } from './limits.js';

/**
 * What a button stands for: the entry and the content it showed. A stale button is refused by the
 * content hash, so a card never lies about what it decides.
 */
const buttonValue = z.object({
  r: z.string().max(20),
  h: z.string().max(100),
  /** Minor units of a lower amount, with its currency. */
  a: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  c: z.string().length(3).optional(),
  /** A reason, redacted before it came here. */
  w: z.string().max(500).optional(),
  /** Next step, answer or result. */
  d: z.string().max(100).optional(),
});
export type ButtonValue = z.infer<typeof buttonValue>;

export function packValue(value: ButtonValue): string {
  const text = JSON.stringify(value);
  if (text.length <= limits.buttonValue) return text;
  return JSON.stringify({ ...value, w: undefined });
}

/** Null for anything that is not one of our own values. */
export function unpackValue(text: string | undefined): ButtonValue | null {
  if (!text) return null;
  try {
    const parsed = buttonValue.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
