/** What `load` gave, asked for again only after `keptMs`; a failure is kept for nobody. */
export function keptFor<T>(
  keptMs: number,
  now: () => Date,
  load: () => Promise<T>,
): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | null = null;
  return async () => {
    const at = now().getTime();
    if (kept === null || at - kept.at >= keptMs) kept = { at, value: load() };
    const asked = kept;
    try {
      return await asked.value;
    } catch (error) {
      if (kept === asked) kept = null;
      throw error;
    }
  };
}
