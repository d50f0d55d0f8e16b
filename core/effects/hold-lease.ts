/**
 * Keeps a lease while slow work goes on, so that leases may be short: a dead process's work is
 * taken over soon, a living one's never. Returns how to let go. `onFault` hears when it could not
 * be kept; the far side's own marks then still stop a repeat.
 */
export function holdLease(
  extend: (until: Date) => Promise<void>,
  options: { leaseMs: number; now: () => Date; onFault: (error: unknown) => void },
): () => void {
  const timer = setInterval(() => {
    extend(new Date(options.now().getTime() + options.leaseMs)).catch(options.onFault);
  }, options.leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}
