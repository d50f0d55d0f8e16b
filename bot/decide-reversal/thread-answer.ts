import { isRefusal, localeOf, type Person, type Reversal } from '../../core/index.js';
import { evidenceInThread, type SharedFile } from '../add-evidence/add-evidence.js';
import { timeOf } from '../announce/announcer.js';
import { isOwnCard } from '../announce/find-posted.js';
import { codeOf } from '../announce/slack-trouble.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { hasCardData } from '../reading-port.js';
import { noteCardData } from '../receiving/card-data.js';
import { strangerWords } from '../who/who-speaks.js';
import { refusalWords } from '../words/refusal-words.js';
import { confirmAnswer } from './confirm-answer.js';
import { decideAndTell } from './decide.js';
import { threadAsItStands } from './thread-as-it-stands.js';
import { type UnderstoodAnswer, understandAnswer } from './understand-answer.js';

export type ThreadMessage = {
  channel: string;
  threadTs: string;
  ts: string;
  user: string;
  /** Without a mention of the bot. */
  text: string;
  /** As Slack has it. */
  written: string;
  /** It was changed after it was written: never a decision by itself. */
  isEdit: boolean;
  /** The bot was addressed: silence would be a fault then. */
  isMention: boolean;
  /** It is a command to the bot, and says nothing to the card. */
  isCommand: boolean;
  files: readonly SharedFile[];
};

/**
 * `about` is the thread's entry; `isTaken`: the message acted, or all there is to say is in `answer`. A
 * command's own answer comes behind `answer`, which tells of its files and of card data.
 */
export type InThread = { about: string | null; isTaken: boolean; answer: Answer | null };

/**
 * One message in a thread; `answer` is what its author alone is told. A throw means nothing was
 * committed and the message must come again.
 */
export async function answerThread(tools: BotTools, message: ThreadMessage): Promise<InThread> {
  const card = await cardOfThread(tools, message);
  if (!card) return { about: null, isTaken: false, answer: null };
  const about = card.reference;
  await tools.cards.noteThreadMessage({
    reversalId: card.reversalId,
    channelId: message.channel,
    messageId: message.ts,
    chatUserId: message.user,
    sentAt: timeOf(message.ts),
  });
  await noteCardData(tools, message);
  const redacted = tools.reading.redact(message.text);
  const warning = hasCardData(redacted.findings) ? cardDataWarning : null;
  const shared = message.isEdit ? null : await takeFiles(tools, message, card.reference);
  const said = message.isCommand ? ordinary : await readAnswer(tools, message, card, redacted.text);
  const answer = joined(warning, joined(shared?.text ?? null, said.answer));
  const isTaken = !said.isOrdinary || (answer !== null && !message.isCommand);
  return { about, isTaken, answer };
}

export function joined(before: string | null, answer: Answer | null): Answer | null {
  if (before === null) return answer;
  return answer ? { ...answer, text: `${before} ${answer.text}` } : { text: before };
}

type Said = { answer: Answer | null; isOrdinary: boolean };
/** An ordinary message: nothing for the card. */
const ordinary: Said = { answer: null, isOrdinary: true };
/** It acted, or acted before; its line in the thread tells so. */
const silent: Said = { answer: null, isOrdinary: false };
const told = (answer: Answer): Said => ({ answer, isOrdinary: false });

/** A file in the card's thread is evidence, by its link; a stranger's is not. */
async function takeFiles(
  tools: BotTools,
  { files, user, channel, ts }: ThreadMessage,
  reference: string,
): Promise<Answer | null> {
  const person = files.length > 0 ? await tools.who(user) : null;
  if (!person) return null;
  const place = await tools.channelClient(channel);
  const asker: Asker = {
    person,
    chatUserId: user,
    channelId: channel,
    place,
    surface: 'chat_thread',
    locale: localeOf(person, place),
  };
  return evidenceInThread(tools, asker, {
    reference,
    files,
    requestKey: `chat:${channel}:${ts}:file`,
  });
}

/**
 * The card a thread hangs on. Between Slack's showing it and the hub's remembering it (or while a
 * dead process's work waits) somebody may answer already: such an answer is sent back to Slack,
 * which brings it again, and never dropped.
 */
async function cardOfThread(tools: BotTools, { channel, threadTs }: ThreadMessage) {
  const known = () => tools.cards.reversalAt(channel, threadTs);
  const card = await known();
  if (card || !(await isOwnCard(tools.web, channel, threadTs))) return card;
  for (let look = 0; look < looksMax; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    const found = await known();
    if (found) return found;
  }
  throw new CardNotKnownYet();
}

/** Within Slack's three seconds; after that its own retries take over. */
const looksMax = 4;
const lookMs = 400;

class CardNotKnownYet extends Error {
  override readonly name = 'CardNotKnownYet';
}

const cardDataWarning =
  'Your message holds card data. Please delete it (hover over it, then More, Delete): Reversal Hub keeps nothing of it, but Slack does.';

async function readAnswer(
  tools: BotTools,
  message: ThreadMessage,
  card: { reversalId: string; reference: string; postedAt: Date },
  text: string,
): Promise<Said> {
  const person = await tools.who(message.user);
  if (!person) return strangerAnswer(tools, message, card, text);
  const reversal = await tools.desk.show(person, card.reference);
  if (isRefusal(reversal)) return ordinary;
  const said = understandAnswer(text, reversal);
  if (said.decision === 'none') return ordinary;
  const place = await tools.channelClient(message.channel);
  const locale = localeOf(person, place);
  const isIdle = isIdleRemark(said, reversal, person);
  // Said to the bot, a second "ok" is answered: it is decided already.
  if (isIdle && (said.decision === 'confirm' || !message.isMention)) return ordinary;
  const contentHash = await tools.cards.contentShownAt(reversal.id, timeOf(message.ts));
  if (message.isEdit) {
    return said.decision === 'confirm'
      ? ordinary
      : told({ text: 'I do not act on edited messages. Write it again as a new answer.' });
  }
  if (said.decision === 'confirm') return confirmed(reversal, said, contentHash, locale);
  const doubt = isIdle ? null : await doubtOf(tools, message, card, said);
  if (doubt === 'changed') return silent;
  if (doubt === 'others') {
    const asked = { ...said, decision: 'confirm', candidate: said.decision } as const;
    return confirmed(reversal, asked, contentHash, locale);
  }
  return decided(tools, { message, person, place, reversal, said, contentHash });
}

function confirmed(
  reversal: Reversal,
  said: UnderstoodAnswer,
  contentHash: string | null,
  locale: string,
): Said {
  const answer = confirmAnswer(reversal, said, contentHash, locale);
  return answer ? told(answer) : ordinary;
}

type Certain = {
  message: ThreadMessage;
  person: Person;
  place: Asker['place'];
  reversal: Reversal;
  said: UnderstoodAnswer;
  contentHash: string | null;
};

async function decided(
  tools: BotTools,
  { message, person, place, reversal, said, contentHash }: Certain,
): Promise<Said> {
  if (said.decision === 'none' || said.decision === 'confirm') return ordinary;
  const asker: Asker = {
    person,
    chatUserId: message.user,
    channelId: message.channel,
    place,
    surface: 'chat_thread',
    locale: localeOf(person, place),
  };
  const reason = said.reason ? tools.reading.redact(said.reason).text : undefined;
  const answer = await decideAndTell(tools, asker, {
    reference: reversal.reference,
    action: said.decision,
    contentHash,
    ...(said.amount !== null && reversal.amount
      ? { amount: { minor: said.amount, currency: reversal.amount.currency } }
      : {}),
    ...(reason ? { reason } : {}),
    requestKey: `chat:${message.channel}:${message.ts}`,
  });
  // A vote that counted is told by the line in the thread; saying it twice would be noise.
  if (!answer.refusal) return silent;
  // The same message again, read beside an amount that it lowered itself: it acted already.
  if (answer.refusal.refused === 'key_reused_with_other_content') return silent;
  if (!mayNot.has(answer.refusal.refused)) return told(answer);
  const isFirst = await tools.cards.firstTelling(reversal.id, message.user, 'may_not');
  return isFirst || message.isMention ? told(answer) : silent;
}

const mayNot: ReadonlySet<string> = new Set([
  'requester_cannot_approve',
  'approver_not_named',
  'not_permitted',
]);

/** Small talk that needs no answer: a requester's "ok?", or a bare "ok" on one's own decision. */
export function isIdleRemark(said: UnderstoodAnswer, reversal: Reversal, person: Person): boolean {
  const isOpen = reversal.status === 'pending_approval';
  const last = reversal.approvals[reversal.approvals.length - 1];
  if (!isOpen && (said.decision === 'confirm' || (said.isBare && last?.personId === person.id)))
    return true;
  const isRequester =
    reversal.requesters.some((requester) => requester.person?.id === person.id) ||
    reversal.loggedBy?.id === person.id;
  return said.decision === 'confirm' && (isRequester || person.role === 'payer');
}

/** Whether somebody else spoke in between, or the answer is not what it was. */
async function doubtOf(
  tools: BotTools,
  message: ThreadMessage,
  card: { reversalId: string; postedAt: Date },
  said: UnderstoodAnswer,
): Promise<'others' | 'changed' | null> {
  let stands: Awaited<ReturnType<typeof threadAsItStands>>;
  try {
    stands = await threadAsItStands(tools.web, { ...message, text: message.written });
  } catch (error) {
    tools.telemetry.count('thread_not_read', { code: codeOf(error) });
    stands = 'unknown';
  }
  if (stands === 'changed') return 'changed';
  if (!said.isBare) return null;
  if (stands !== 'alone') return 'others';
  const at = timeOf(message.ts);
  const spoke = await tools.cards.othersSpoke(card.reversalId, message.user, card.postedAt, at);
  return spoke ? 'others' : null;
}

async function strangerAnswer(
  tools: BotTools,
  message: ThreadMessage,
  card: { reversalId: string; reference: string },
  text: string,
): Promise<Said> {
  const said = understandAnswer(text, { reference: card.reference, type: 'refund', amount: null });
  if (said.decision === 'none' || said.decision === 'confirm') return ordinary;
  const isFirst = await tools.cards.firstTelling(card.reversalId, message.user, 'may_not');
  if (!isFirst && !message.isMention) return silent;
  return told({
    text: `${refusalWords({ refused: 'approver_not_named', facts: {} })} ${strangerWords}`,
  });
}
