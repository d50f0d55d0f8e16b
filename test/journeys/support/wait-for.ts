const waitMsMax = 20_000;
const lookMs = 25;

/** Looks until there is something, and answers with it; throws with `what` after 20 s. */
export async function waitFor<Found>(
  what: string,
  look: () => Found | null | undefined | false | Promise<Found | null | undefined | false>,
  timeoutMs = waitMsMax,
): Promise<Found> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > endMs) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
