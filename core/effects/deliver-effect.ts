import { dayIn } from '../reversals/desk-tools.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { Reversal } from '../reversals/reversal.js';
import type { Effect, EffectBook } from './effect.js';
import { noteFor, tagsFor, threadLine } from './effect-words.js';
import { type Announcer, AnnouncerError, type HelpdeskWriter } from './ports.js';
import { OutsideTrouble, troubleOf } from './trouble.js';

export type DeliveryTools = {
  book: EffectBook;
  store: ReversalStore;
  /** Null while chat is not configured: effects for it are held, not lost. */
  announcer: Announcer | null;
  helpdesk: HelpdeskWriter;
  waitingFor: (reversal: Reversal) => Promise<string | null>;
  now: () => Date;
  publicUrl: string;
  /** A lease ends by itself when its process dies; longer than any one delivery may take. */
  leaseMs: number;
  count: (name: string, labels?: Record<string, string>) => void;
};

/** After this many tries an effect is failed, shown by `doctor`, and tried again by hand. */
const attemptsMax = 20;
/** A held effect waits for a person to mend a token or a channel; looked at again this often. */
const heldRetryMs = 60_000;
/** A line waits for the card it belongs to. */
const cardWaitMs = 1_000;

/**
 * Delivers one committed effect. Safe to call twice, at once, or after a crash: the lease lets one
 * process through, and the far side is asked for the effect's id before anything is written anew.
 */
export async function deliverEffect(tools: DeliveryTools, effectId: string): Promise<void> {
  const now = tools.now();
  const effect = await tools.book.claim(effectId, now, new Date(now.getTime() + tools.leaseMs));
  if (!effect) return;
  try {
    const result = await perform(tools, effect);
    if (result === 'done') await tools.book.done(effect.id, tools.now());
    else if ('dropped' in result) await tools.book.dropped(effect.id, tools.now(), result.dropped);
    else
      await tools.book.again(
        effect.id,
        new Date(tools.now().getTime() + result.waitMs),
        result.code,
        false,
      );
    tools.count('effect', {
      kind: effect.kind,
      result: result === 'done' ? 'done' : 'dropped' in result ? 'dropped' : 'waiting',
    });
  } catch (error) {
    await postpone(tools, effect, troubleOf(error));
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
  }
}

function chat(tools: DeliveryTools): Announcer {
  if (!tools.announcer) throw new AnnouncerError('hold', 'chat_not_configured');
  return tools.announcer;
}

async function showCard(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const posted = await tools.book.cardOf(reversal.id);
  // Still to be reviewed and never posted: it stands in the folded list until it is confirmed.
  if (!posted && reversal.status === 'needs_review') {
    return refreshList(tools, effect, reversal);
  }
  const client = await tools.store.client(reversal.clientId);
  if (!client) return { dropped: 'client_gone' };
  if (!client.chatChannelId) return { dropped: 'client_has_no_channel' };
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

async function addThreadLine(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const posted = await tools.book.cardOf(reversal.id);
  if (posted) {
    await chat(tools).addThreadLine(posted, threadLine(reversal, effect.payload), effect.id);
    return 'done';
  }
  const client = await tools.store.client(reversal.clientId);
  const willHaveCard = client?.chatChannelId && reversal.status !== 'needs_review';
  return willHaveCard
    ? { waitMs: cardWaitMs, code: 'card_not_posted_yet' }
    : { dropped: 'no_card' };
}

async function showFoldedList(tools: DeliveryTools, effect: Effect): Promise<Result> {
  return refreshList(tools, effect, await reversalOf(tools, effect));
}

/** Lists hold at most this many a day; the rest is counted and found on the dashboard. */
const listMax = 100;

async function refreshList(
  tools: DeliveryTools,
  effect: Effect,
  reversal: Reversal,
): Promise<Result> {
  const client = await tools.store.client(reversal.clientId);
  if (!client?.chatChannelId) return { dropped: 'client_has_no_channel' };
  const day = effect.payload.day ?? dayIn(client.timezone, reversal.loggedAt);
  const posted = await tools.book.foldedList(client.id, day);
  const filter = {
    clients: [client.id],
    from: new Date(effect.createdAt.getTime() - 36 * 3_600_000),
  };
  const review = await tools.store.find({ ...filter, status: 'needs_review' }, listMax, null);
  const approved = await tools.store.find({ ...filter, status: 'approved' }, listMax, null);
  const onDay = (one: Reversal) => dayIn(client.timezone, one.loggedAt) === day && !one.historic;
  const message = await chat(tools).showFoldedList(
    client,
    {
      review: review.items.filter(onDay),
      automatic: approved.items.filter((one) => onDay(one) && one.approvals.length === 0),
    },
    posted,
    effect.id,
  );
  await tools.book.saveFoldedList(client.id, day, message);
  return 'done';
}

/** Written only while what it says is still so: an undo within the delay leaves no trace. */
async function writeBack(tools: DeliveryTools, effect: Effect): Promise<Result> {
  const reversal = await reversalOf(tools, effect);
  const { connectionId, externalId, status, round } = effect.payload;
  if (!connectionId || !externalId) return { dropped: 'no_source' };
  if (status !== reversal.status || round !== String(reversal.round))
    return { dropped: 'superseded' };
  const result = await tools.helpdesk.write(connectionId, {
    externalId,
    note: noteFor(reversal, tools.publicUrl),
    ...tagsFor(reversal),
    effectId: effect.id,
  });
  return result === 'gone' || result === 'not_able' ? { dropped: result } : 'done';
}

async function reversalOf(tools: DeliveryTools, effect: Effect): Promise<Reversal> {
  const reversal = effect.reversalId ? await tools.store.byId(effect.reversalId) : null;
  if (!reversal) throw new OutsideTrouble('give_up', 'reversal_gone');
  return reversal;
}

async function postpone(tools: DeliveryTools, effect: Effect, trouble: OutsideTrouble) {
  tools.count('effect', { kind: effect.kind, result: trouble.kind });
  const now = tools.now();
  if (trouble.kind === 'give_up' || effect.attempts >= attemptsMax) {
    await tools.book.failed(effect.id, now, trouble.code);
    return;
  }
  const backoffMs = Math.min(1_000 * 2 ** Math.min(effect.attempts, 8), 300_000);
  const waitMs =
    trouble.kind === 'hold'
      ? heldRetryMs
      : trouble.kind === 'wait'
        ? (trouble.waitMs ?? backoffMs)
        : backoffMs;
  await tools.book.again(
    effect.id,
    new Date(now.getTime() + waitMs),
    trouble.code,
    trouble.kind === 'hold',
  );
}
