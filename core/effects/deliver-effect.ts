import { dayIn, startOfDayIn } from '../reversals/desk-tools.js';
import { localeOf } from '../reversals/locale.js';
import type { ClientFacts, ReversalStore } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';
import { cardDataNote, cardDataNotice, cardDataTag } from './card-data-words.js';
import { customerWords } from './customer-words.js';
import type { Effect, EffectBook } from './effect.js';
import { noteFor, tagsFor, threadLine } from './effect-words.js';
import { linesOf } from './folded-lines.js';
import { holdLease } from './hold-lease.js';
import {
  type Announcer,
  AnnouncerError,
  type HelpdeskWriter,
  type PostedMessage,
} from './ports.js';
import {
  type PeopleTools,
  sendDigest,
  tellHandedOver,
  tellPerson,
  tellWaiting,
} from './tell-people.js';
import { OutsideTrouble, troubleOf } from './trouble.js';

export type DeliveryTools = {
  book: EffectBook;
  store: ReversalStore;
  /** Null while chat is not configured: effects for it are held, not lost. */
  announcer: Announcer | null;
  helpdesk: HelpdeskWriter;
  /** Null while chat is not configured: what waits is told once it is. */
  people: PeopleTools | null;
  waitingFor: (reversal: Reversal) => Promise<string | null>;
  now: () => Date;
  publicUrl: string;
  /** True when something on its way out holds card data. */
  holdsCardData: (body: unknown) => boolean;
  /** A lease ends by itself when its process dies; longer than any one delivery may take. */
  leaseMs: number;
  count: (name: string, labels?: Record<string, string>) => void;
};

/** After this many failed tries an effect is given up: `hub dead-letters` lists and retries it. */
const attemptsMax = 20;
/** A held effect waits for a person to mend a token or a channel; looked at again this often. */
const heldRetryMs = 60_000;
/** A line waits for the card it belongs to. */
const cardWaitMs = 2_000;

/**
 * Delivers one committed effect. Safe to call twice, at once, or after a crash: the lease lets one
 * process through, and the far side is asked for the effect's id before anything is written anew.
 */
export async function deliverEffect(tools: DeliveryTools, effectId: string): Promise<void> {
  const { book, leaseMs, now } = tools;
  const at = now();
  const effect = await book.claim(effectId, at, new Date(at.getTime() + leaseMs));
  if (!effect) return;
  const letGo = holdLease((until) => book.extend(effect.id, until), {
    leaseMs,
    now,
    onFault: () => tools.count('lease_not_kept', { kind: effect.kind }),
  });
  try {
    const result = await perform(tools, effect);
    letGo();
    await settle(tools, effect, result);
  } catch (error) {
    letGo();
    await postpone(tools, effect, troubleOf(error));
  }
}

async function settle({ book, now, count }: DeliveryTools, effect: Effect, result: Result) {
  const { id, kind } = effect;
  if (result === 'done') {
    await book.done(id, now());
    count('effect', { kind, result: 'done' });
  } else if ('dropped' in result) {
    await book.dropped(id, now(), result.dropped);
    count('effect', { kind, result: 'dropped' });
  } else {
    const how = { held: false, isTry: false };
    await book.again(id, new Date(now().getTime() + result.waitMs), result.code, how);
    count('effect', { kind, result: 'waiting' });
  }
}

type Result = 'done' | { dropped: string } | { waitMs: number; code: string };

async function perform(tools: DeliveryTools, effect: Effect): Promise<Result> {
  switch (effect.kind) {
    case 'show_card':
      return showCard(tools, effect);
    case 'add_thread_line':
      return addThreadLine(tools, effect);
    case 'show_folded_list':
      return showFoldedList(tools, effect);
    case 'write_back':
      return writeBack(tools, effect);
    case 'notify_operations':
      await chat(tools).notifyOperations(effect.payload.text ?? '', effect.id);
      return 'done';
    case 'report_card_data':
      return reportCardData(tools, effect);
    case 'tell_waiting':
      return tellWaiting(telling(tools), effect);
    case 'tell_person':
      return tellPerson(telling(tools), effect);
    case 'send_digest':
      return sendDigest(telling(tools), effect);
    case 'tell_handed_over':
      return tellHandedOver(telling(tools), effect);
  }
}

const telling = ({ people, store, now, book }: DeliveryTools) => ({
  people,
  store,
  now,
  fold: (effect: Effect) => book.fold(effect, now()),
});

function chat(tools: DeliveryTools): Announcer {
  if (!tools.announcer) throw new AnnouncerError('hold', 'chat_not_configured');
  return tools.announcer;
}

async function showCard(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const client = await tools.store.client(reversal.clientId);
  if (!client) return { dropped: 'client_gone' };
  if (!client.chatChannelId) return { dropped: 'client_has_no_channel' };
  const posted = await tools.book.cardOf(reversal.id);
  // Never posted and nothing to decide: it stands in the folded list, or is told by nobody's card.
  if (!posted) await redrawListOf(tools, effect, reversal, client);
  if (!posted && neverCarded.includes(reversal.status)) return { dropped: 'no_card_for_this' };
  const claims = reversal.payment ? await tools.store.claimsOn(reversal.payment.id) : [];
  const shown = await chat(tools).showCard(
    {
      reversal,
      client,
      alsoOnPayment: claims.filter((claim) => claim.id !== reversal.id),
      waitingFor: await tools.waitingFor(reversal),
      dashboardUrl: `${tools.publicUrl}/reversals/${reversal.reference}`,
    },
    posted,
    effect.id,
  );
  await tools.book.saveCard(reversal.id, shown, reversal.contentHash, shown.shownAt);
  return 'done';
}

const neverCarded: readonly Reversal['status'][] = ['needs_review', 'cancelled', 'rejected'];

async function addThreadLine(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const posted = await tools.book.cardOf(reversal.id);
  if (posted) {
    // A burst of lines is one message. One that may have been posted says again what it said.
    const payload =
      effect.attempts === 1 ? await tools.book.foldLines(effect, tools.now()) : effect.payload;
    const lines = linesOf(payload);
    const locale = localeOf(await tools.store.client(reversal.clientId));
    const text = lines.map((line) => threadLine(reversal, line, locale)).join('\n');
    const mentions = new Set(lines.flatMap((line) => line.mentions?.split(' ') ?? []));
    mentions.delete('');
    await chat(tools).addThreadLine(posted, text, effect.id, [...mentions]);
    return 'done';
  }
  const isCardComing = await tools.book.isWaiting('show_card', reversal.id);
  return isCardComing
    ? { waitMs: cardWaitMs, code: 'card_not_posted_yet' }
    : { dropped: 'no_card' };
}

async function showFoldedList(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const client = await tools.store.client(reversal.clientId);
  if (!client?.chatChannelId) return { dropped: 'client_has_no_channel' };
  const day = dayIn(client.timezone, reversal.loggedAt);
  const posted = await tools.book.foldedList(client.id, day);
  await drawList(tools, effect, client, reversal.loggedAt, posted);
  return 'done';
}

/** An entry that leaves the list, or changes on it, redraws a list that stands already. */
async function redrawListOf(
  tools: DeliveryTools,
  effect: Effect,
  reversal: Reversal,
  client: ClientFacts,
) {
  const posted = await tools.book.foldedList(client.id, dayIn(client.timezone, reversal.loggedAt));
  if (posted) await drawList(tools, effect, client, reversal.loggedAt, posted);
}

/** Lists hold at most this many a day; the rest is found on the dashboard. */
const listMax = 100;

/** The list of one day in the client's zone, as it is now. */
async function drawList(
  tools: DeliveryTools,
  effect: Effect,
  client: ClientFacts,
  at: Date,
  posted: PostedMessage | null,
) {
  const day = dayIn(client.timezone, at);
  const from = startOfDayIn(client.timezone, at);
  const next = startOfDayIn(client.timezone, new Date(from.getTime() + 36 * 3_600_000));
  const filter = {
    clients: [client.id],
    from,
    to: new Date(next.getTime() - 1),
    includeHistoric: false,
  };
  const review = await tools.store.find({ ...filter, status: 'needs_review' }, listMax, null);
  const approved = await tools.store.find({ ...filter, status: 'approved' }, listMax, null);
  const live = (one: Reversal) => !one.historic;
  const message = await chat(tools).showFoldedList(
    client,
    day,
    {
      review: review.items.filter(live),
      automatic: approved.items.filter((one) => live(one) && one.approvals.length === 0),
    },
    posted,
    effect.id,
  );
  await tools.book.saveFoldedList(client.id, day, message);
}

/** Written only while what it says is still so: an undo within the delay leaves no trace. */
async function writeBack(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const { connectionId, externalId, status } = effect.payload;
  if (!connectionId || !externalId) return { dropped: 'no_source' };
  if (status !== reversal.status) return { dropped: 'superseded' };
  // An edit begins a round and asks for no note of its own: what was to be said is still so.
  if (await tools.book.isOvertaken(effect)) return { dropped: 'superseded' };
  // Asked again before anything was written: the ticket never heard of the decision taken back.
  const isUndoOnly =
    status === 'pending_approval' && !(await tools.book.wasDone('write_back', reversal.id));
  if (isUndoOnly) return { dropped: 'nothing_to_take_back' };
  const client = await tools.store.client(reversal.clientId);
  const text = client && customerWords(reversal, client);
  const written = {
    note: noteFor(reversal, tools.publicUrl, localeOf(client)),
    ...tagsFor(reversal),
    replyDraft: { about: reversal.reference, text },
  };
  refuseCardData(tools, written);
  const result = await tools.helpdesk.write(connectionId, {
    externalId,
    ...written,
    effectId: effect.id,
  });
  return result === 'gone' || result === 'not_able' ? { dropped: result } : 'done';
}

/** At the source where that reaches somebody, else in the operations channel: one of the two hears of it. */
async function reportCardData(tools: DeliveryTools, { id, payload }: Effect): Promise<Result> {
  const { connectionId, externalId } = payload;
  if (!connectionId || !externalId) return { dropped: 'no_source' };
  const removal = tools.helpdesk.removal?.(connectionId) ?? null;
  if (removal) {
    const note = cardDataNote(payload, removal.how);
    refuseCardData(tools, note);
    const tags = { addTags: [cardDataTag], removeTags: [] };
    const result = await tools.helpdesk.write(connectionId, {
      externalId,
      note,
      ...tags,
      effectId: id,
    });
    const isThere = result === 'written' || result === 'already_there';
    if (isThere && removal.isNoted) return 'done';
  }
  await chat(tools).notifyOperations(cardDataNotice(payload, removal?.how ?? null), id);
  return 'done';
}

/** Given up at once, for a person to look at: a repeat would hold it again. */
function refuseCardData(tools: DeliveryTools, body: unknown) {
  if (!tools.holdsCardData(body)) return;
  tools.count('tripwire', { exit: 'helpdesk' });
  throw new OutsideTrouble('give_up', 'card_data_blocked');
}

async function reversalOf(tools: DeliveryTools, effect: Effect): Promise<Reversal> {
  const reversal = effect.reversalId ? await tools.store.byId(effect.reversalId) : null;
  if (!reversal) throw new OutsideTrouble('give_up', 'reversal_gone');
  return reversal;
}

/** Only tries that failed count: a token to be mended or a limit to be waited for uses none up. */
async function postpone(tools: DeliveryTools, effect: Effect, trouble: OutsideTrouble) {
  tools.count('effect', { kind: effect.kind, result: trouble.kind });
  const now = tools.now();
  const isTry = trouble.kind === 'retry';
  if (trouble.kind === 'give_up' || (isTry && effect.attempts >= attemptsMax)) {
    await tools.book.failed(effect.id, now, trouble.code);
    return;
  }
  const backoffMs = Math.min(1_000 * 2 ** Math.min(effect.attempts, 8), 300_000);
  const isHeld = trouble.kind === 'hold';
  const waitMs = isHeld ? heldRetryMs : isTry ? backoffMs : (trouble.waitMs ?? backoffMs);
  const how = { held: isHeld, isTry };
  await tools.book.again(effect.id, new Date(now.getTime() + waitMs), trouble.code, how);
}
