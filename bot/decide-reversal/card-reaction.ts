import { isRefusal, localeOf } from '../../core/index.js';
import { timeOf } from '../announce/announcer.js';
import type { BotTools } from '../bot-tools.js';
import { tellAlone } from '../receiving/tell.js';
import { strangerWords } from '../who/who-speaks.js';
import { confirmAnswer } from './confirm-answer.js';
import { isIdleRemark } from './thread-answer.js';
import { understandAnswer } from './understand-answer.js';

export type CardReaction = {
  channel: string;
  /** The message that it stands under. */
  messageTs: string;
  user: string;
  /** Slack's name of the picture, `+1` or `+1::skin-tone-3`. */
  name: string;
  /** When it was added. */
  ts: string;
};

/** Pictures that people decide with; hands folded or a party popper are none. */
const deciding: ReadonlySet<string> = new Set([
  ...['+1', 'thumbsup', 'white_check_mark', 'heavy_check_mark', 'ok_hand'],
  ...['-1', 'thumbsdown', 'x'],
]);

/**
 * A thumb under a card decides nothing: whoever put it there is shown one button for what they may have
 * meant, alone, once for each meaning and for what the card shows. Other messages and pictures say nothing.
 */
export async function answerReaction(tools: BotTools, reaction: CardReaction): Promise<void> {
  const name = reaction.name.replace(/::skin-tone-\d$/, '');
  if (!deciding.has(name)) return;
  const { channel, messageTs, user, ts } = reaction;
  const card = await tools.cards.reversalAt(channel, messageTs);
  if (!card) return;
  const person = await tools.who(user);
  const hash = await tools.cards.contentShownAt(card.reversalId, timeOf(ts));
  const isFirst = (meaning: string) =>
    tools.cards.firstTelling(card.reversalId, user, `reaction ${hash ?? 'unseen'} ${meaning}`);
  const place = { channel, user };
  if (!person) {
    if (await isFirst('stranger')) await tellAlone(tools, place, { text: strangerWords });
    return;
  }
  const reversal = await tools.desk.show(person, card.reference);
  if (isRefusal(reversal)) return;
  const said = understandAnswer(`:${name}:`, reversal);
  if (said.decision !== 'confirm' || isIdleRemark(said, reversal, person)) return;
  const locale = localeOf(person, await tools.channelClient(channel));
  const answer = confirmAnswer(reversal, said, hash, locale);
  if (answer && (await isFirst(said.candidate ?? 'either'))) await tellAlone(tools, place, answer);
}
