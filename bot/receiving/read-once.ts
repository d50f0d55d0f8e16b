/**
 * Reads each message once: brought again, at the same time or later, it gets what came of the first
 * reading. A reading that failed is forgotten, so that the message is read when it comes again.
 * Remembers the newest few thousand of this process.
 */
export function createReadOnce<Result>(max = 5_000) {
  const readings = new Map<string, Promise<Result>>();
  return (name: string, read: () => Promise<Result>): Promise<Result> => {
    const known = readings.get(name);
    if (known) return known;
    const oldest = readings.size >= max ? readings.keys().next().value : undefined;
    if (oldest !== undefined) readings.delete(oldest);
    const reading = read().catch((error: unknown) => {
      readings.delete(name);
      throw error;
    });
    readings.set(name, reading);
    return reading;
  };
}
