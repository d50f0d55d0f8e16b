const kept = new Map<string, RegExp>();
/** Many times what rules there are and what clients' names a hub has. */
const keptMax = 2_000;

/**
 * The expression of this source, made once: V8 keeps one that is made anew for a short while only, and
 * compiling it takes far longer than reading with it. With `g`, set `lastIndex` before each use.
 */
export function patternOf(source: string, flags = 'iu'): RegExp {
  const name = `${flags} ${source}`;
  const known = kept.get(name);
  if (known) return known;
  if (kept.size >= keptMax) kept.clear();
  const made = new RegExp(source, flags);
  kept.set(name, made);
  return made;
}
