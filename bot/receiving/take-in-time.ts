import { blockedCode } from '../announce/guarded-client.js';
import { codeOf } from '../announce/slack-trouble.js';
import type { Answer, BotTelemetry } from '../bot-tools.js';
import { blockedWords } from './tell.js';

/** Commands and clicks are not sent again by Slack: the asker hears within this time (issue of 3 s). */
export const lateMs = 2_500;

const notTaken =
  'Not taken yet: the hub is slow right now. Try again in a moment; it is never done twice.';
const failed =
  'Not taken: something failed on our side. Try again in a moment; it is never done twice.';

/**
 * Does acknowledged work and tells how it ended. When it takes too long the asker is told that it
 * is not taken; should it be committed after all, they are told that as well.
 */
export async function takeInTime(
  work: () => Promise<Answer | null>,
  tell: (answer: Answer) => Promise<void>,
  telemetry: BotTelemetry,
  waitMs = lateMs,
): Promise<'in_time' | 'late' | 'failed'> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    telemetry.count('chat_late');
    void tell({ text: notTaken });
  }, waitMs);
  try {
    const answer = await work();
    clearTimeout(timer);
    if (answer)
      await tell(isLate ? { ...answer, text: `The late answer: ${answer.text}` } : answer);
    return isLate ? 'late' : 'in_time';
  } catch (error) {
    clearTimeout(timer);
    telemetry.warn('chat_work_failed', { error: error instanceof Error ? error.name : 'unknown' });
    await tell({ text: codeOf(error) === blockedCode ? blockedWords : failed });
    return 'failed';
  }
}

/** A repeat by hand of work that was late or failed keeps its key for this long. */
const repeatMs = 10 * 60_000;
const keptMax = 500;

/**
 * Names each command once. Whoever was told "try again" and writes the same again gets the same
 * key, so that both together act once.
 */
export function createRepeatKeys(now: () => Date) {
  const open = new Map<string, { key: string; until: number }>();
  return {
    keyFor(userId: string, text: string, freshKey: string): string {
      const name = `${userId} ${text}`;
      const kept = open.get(name);
      if (kept && kept.until > now().getTime()) return kept.key;
      // Kept at once: who is told "try again" may do so while the first is still under way.
      if (open.size >= keptMax) open.clear();
      open.set(name, { key: freshKey, until: now().getTime() + repeatMs });
      return freshKey;
    },
    ended(userId: string, text: string, key: string, how: 'in_time' | 'late' | 'failed'): void {
      if (how === 'in_time') {
        open.delete(`${userId} ${text}`);
        return;
      }
      if (open.size >= keptMax) open.clear();
      open.set(`${userId} ${text}`, { key, until: now().getTime() + repeatMs });
    },
  };
}

/** True the first time a name is seen; remembers the newest few thousand. */
export function createOnce(max = 5_000): (name: string) => boolean {
  const seen = new Set<string>();
  return (name) => {
    if (seen.has(name)) return false;
    if (seen.size >= max) {
      const oldest = seen.values().next().value;
      if (oldest !== undefined) seen.delete(oldest);
    }
    seen.add(name);
    return true;
  };
}
