import type { WebApiCall } from '../../stand-ins/slack/web-api.js';

/** How the bot tells that it is slow; the answer comes after it. */
export const notTakenYet = 'Not taken yet';

type Shown = { at: number; hash: string | null };

/** What Slack was told, kept by what a check asks for; nothing is read from the hub. */
export type ChatRecord = ReturnType<typeof createChatRecord>;

/**
 * Keeps every call that Slack carried out: what each card showed from when on, how often cards and
 * lines were posted, and what each press, command and person was answered.
 */
export function createChatRecord(now: () => number) {
  const shown = new Map<string, Shown[]>();
  const cardsPosted = new Map<string, number>();
  const linesPosted = new Map<string, number>();
  const answers = new Map<string, string[]>();
  const alone = new Map<string, string[]>();

  const add = <T>(kept: Map<string, T[]>, name: string, one: T) => {
    kept.set(name, [...(kept.get(name) ?? []), one]);
  };
  const count = (kept: Map<string, number>, name: string) => {
    kept.set(name, (kept.get(name) ?? 0) + 1);
  };

  return {
    /** For the stand-in's `onCall`. */
    take({ method, args, status, error, responseId }: WebApiCall) {
      if (status !== 200 || error !== null) return;
      const text = String(args.text ?? '');
      if (responseId !== undefined) add(answers, responseId, text);
      if (method === 'chat.postEphemeral') {
        add(alone, aloneName(String(args.user), String(args.thread_ts ?? '')), text);
      }
      const isPost = method === 'chat.postMessage';
      if (!isPost && method !== 'chat.update') return;
      const mark = markOf(args.metadata);
      if (mark.part === 'card') {
        add(shown, mark.reversal, { at: now(), hash: hashIn(args.blocks) });
        if (isPost) count(cardsPosted, mark.reversal);
      }
      if (mark.part === 'line' && isPost) count(linesPosted, mark.effect);
    },

    /** What was answered to a press or a command, by its response URL. */
    answersTo: (responseId: string): readonly string[] => answers.get(responseId) ?? [],
    /** Whether it heard how it ended: "not taken yet" is not the end. */
    isAnswered: (responseId: string) =>
      (answers.get(responseId) ?? []).some((text) => !text.startsWith(notTakenYet)),
    /** What a person was told alone in a thread. */
    toldAlone: (chatUserId: string, threadTs: string): readonly string[] =>
      alone.get(aloneName(chatUserId, threadTs)) ?? [],
    cardsPosted: (reversalId: string) => cardsPosted.get(reversalId) ?? 0,
    linesPosted: (effectId: string) => linesPosted.get(effectId) ?? 0,
    /** The content a card shows now: null for a final one, undefined where there is no card. */
    lastShown: (reversalId: string) => shown.get(reversalId)?.at(-1)?.hash,
    /** Contents a card showed between two instants, the one that stood at the first among them. */
    shownBetween(reversalId: string, from: number, until: number): readonly (string | null)[] {
      const all = shown.get(reversalId) ?? [];
      return all
        .filter((one, index) => one.at <= until && (all[index + 1]?.at ?? until) >= from)
        .map((one) => one.hash);
    },
  };
}

const aloneName = (chatUserId: string, threadTs: string) => `${chatUserId} ${threadTs}`;

function markOf(metadata: unknown) {
  const payload = recordOf(recordOf(metadata).event_payload);
  return {
    part: payload.part,
    reversal: String(payload.reversal),
    effect: String(payload.effect_id),
  };
}

/** The content that a card's buttons stand for; null where it has none. */
export function hashIn(blocks: unknown): string | null {
  const all = Array.isArray(blocks) ? blocks : [];
  for (const element of all.flatMap((block) => listOf(recordOf(block).elements))) {
    const { value } = recordOf(element);
    if (typeof value === 'string') return String(recordOf(JSON.parse(value)).h);
  }
  return null;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
