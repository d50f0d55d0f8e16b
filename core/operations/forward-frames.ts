import { z } from 'zod';
import type { TextSink } from './terminal.js';

/** One frame is one line of JSON; a longer one ends the conversation. */
export const frameLengthMax = 1_048_576;
/** Text is cut into frames of this many characters, six bytes each at worst once escaped. */
const textLengthMax = 65_536;

/** What a client says: first the command line, then one frame of stdin for each that is wanted. */
export const clientFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run'),
    argv: z.array(z.string().max(4_096)).max(256),
    isTty: z.boolean(),
  }),
  z.object({ type: z.literal('stdin'), text: z.string() }),
  z.object({ type: z.literal('stdin_end') }),
]);
export type ClientFrame = z.output<typeof clientFrame>;

/** What the hub says. Input is pulled, frame by frame, so that neither side piles it up. */
export const serverFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('out'), text: z.string() }),
  z.object({ type: z.literal('err'), text: z.string() }),
  z.object({ type: z.literal('want_stdin') }),
  z.object({ type: z.literal('exit'), code: z.int().min(0).max(255) }),
]);
export type ServerFrame = z.output<typeof serverFrame>;

/** Null when the line is no such frame. */
export function readFrame<Frame>(schema: z.ZodType<Frame>, line: string): Frame | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function writeFrame(sink: TextSink, frame: ClientFrame | ServerFrame): Promise<void> {
  await sink.write(`${JSON.stringify(frame)}\n`);
}

/** Text in lengths that fit a frame; none for no text. A cut surrogate pair joins again when read. */
export function cutText(text: string): string[] {
  const count = Math.ceil(text.length / textLengthMax);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * textLengthMax, (index + 1) * textLengthMax),
  );
}
