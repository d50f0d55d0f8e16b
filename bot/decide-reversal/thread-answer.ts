import { isRefusal, type Person, type Reversal } from '../../core/index.js';
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
  files: readonly SharedFile[];
};

/**
 * One message in a thread. Null where the thread is no card's, or nothing is to be said; else what
 * its author alone is told. A throw means nothing was committed and the message must come again.
 */
export async function answerThread(
  tools: BotTools,
  message: ThreadMessage,
): Promise<{ isCard: boolean; answer: Answer | null }> {
  const card = await cardOfThread(tools, message);
  if (!card) return { isCard: false, answer: null };
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
  const said = await readAnswer(tools, message, card, redacted.text);
  const answer =
    shared && said ? { ...said, text: `${shared.text} ${said.text}` } : (said ?? shared);
  if (!warning) return { isCard: true, answer };
  return {
    isCard: true,
    answer: answer ? { ...answer, text: `${warning} ${answer.text}` } : { text: warning },
  };
}

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
): Promise<Answer | null> {
  const person = await tools.who(message.user);
  if (!person) return strangerAnswer(tools, message, card, text);
  const reversal = await tools.desk.show(person, card.reference);
  if (isRefusal(reversal)) return null;
  const said = understandAnswer(text, reversal);
  if (said.decision === 'none') return null;
  const asker: Asker = {
    person,
    chatUserId: message.user,
    channelId: message.channel,
    place: await tools.channelClient(message.channel),
    surface: 'chat_thread',
  };
  if (isIdleRemark(said, reversal, person)) return null;
  if (message.isEdit) {
    return said.decision === 'confirm'
      ? null
      : { text: 'I do not act on edited messages. Write it again as a new answer.' };
  }
  const contentHash = await tools.cards.contentShownAt(reversal.id, timeOf(message.ts));
  if (said.decision === 'confirm') return confirmAnswer(reversal, said, contentHash);
  const doubt = await doubtOf(tools, message, card, said);
  if (doubt === 'changed') return null;
  if (doubt === 'others') {
    return confirmAnswer(
      reversal,
      { ...said, decision: 'confirm', candidate: said.decision },
      contentHash,
    );
  }
  const reason = said.reason ? tools.reading.redact(said.reason).text : undefined;
  const told = await decideAndTell(tools, asker, {
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
  if (!told.refusal) return null;
  // The same message again, read beside an amount that it lowered itself: it acted already.
  if (told.refusal.refused === 'key_reused_with_other_content') return null;
  if (mayNot.has(told.refusal.refused)) {
    const isFirst = await tools.cards.firstTelling(reversal.id, message.user);
    return isFirst ? told : null;
  }
  return told;
}

const mayNot: ReadonlySet<string> = new Set([
  'requester_cannot_approve',
  'approver_not_named',
  'not_permitted',
]);

/** Small talk that needs no answer: a requester's "ok?", or a bare "ok" on one's own decision. */
function isIdleRemark(said: UnderstoodAnswer, reversal: Reversal, person: Person): boolean {
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
): Promise<Answer | null> {
  const said = understandAnswer(text, { reference: card.reference, type: 'refund', amount: null });
  if (said.decision === 'none' || said.decision === 'confirm') return null;
  const isFirst = await tools.cards.firstTelling(card.reversalId, message.user);
  return isFirst
    ? { text: `${refusalWords({ refused: 'approver_not_named', facts: {} })} ${strangerWords}` }
    : null;
}
