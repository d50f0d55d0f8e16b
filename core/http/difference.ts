import type { Refusal } from '../reversals/refusal.js';

/** One bound value that is no longer what was shown. `shown` is "unknown" for a hash never shown. */
type Difference = { what: string; shown: string; now: string };

/** The pairs `<what>Shown` and `<what>Now` among the facts of a `content_changed`. */
export function differencesOf(refusal: Refusal): Difference[] {
  return Object.entries(refusal.facts).flatMap(([name, shown]) => {
    if (!name.endsWith('Shown')) return [];
    const what = name.slice(0, -'Shown'.length);
    const now = refusal.facts[`${what}Now`];
    return now === undefined ? [] : [{ what, shown, now }];
  });
}
