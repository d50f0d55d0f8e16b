import type { z } from 'zod';
import { isRefusal, type Reversal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { type ButtonValue, unpackValue } from '../cards/button-value.js';
import type { ModalView } from '../show-reversal/modal.js';
import { refusalWords } from '../words/refusal-words.js';
import type { BlockActions } from './payloads.js';

/** One press of a button, with the one who pressed. */
export type Click = {
  actionId: string;
  value: string | undefined;
  requestKey: string;
  asker: Asker;
  body: BlockActions;
};

export const gone: Answer = {
  text: 'That button is from an older version. Use `/reversal show` with the reference.',
};

/** The entry a button names, if its presser may see it and the place is its client's. */
export async function shown(
  tools: BotTools,
  click: Click,
): Promise<{ reversal: Reversal; value: ButtonValue } | Answer> {
  const value = unpackValue(click.value);
  if (!value) return gone;
  const reversal = await tools.desk.show(click.asker.person, value.r);
  if (isRefusal(reversal)) return { text: refusalWords(reversal) };
  const place = click.asker.place;
  if (place && reversal.clientId !== place.id)
    return { text: refusalWords({ refused: 'not_found', facts: {} }) };
  return { reversal, value };
}

/** Above the window that is open, if any. */
export async function openWindow(tools: BotTools, click: Click, view: ModalView): Promise<void> {
  const options = { trigger_id: click.body.trigger_id, view };
  const isInWindow = click.body.view && click.body.view.callback_id !== '';
  await (isInWindow ? tools.web.views.push(options) : tools.web.views.open(options));
}

/** A button's value of our own; null for anything else. */
export function readJson<T>(text: string | undefined, schema: z.ZodType<T>): T | null {
  if (!text) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
