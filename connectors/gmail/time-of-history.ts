/** The largest time a Date can hold. */
const timeMaxMs = 8_640_000_000_000_000n;

/**
 * A history id as a time. The vendor tells no time of a change; its history id is a number that only
 * grows with each change of the mailbox, so it stands for one: milliseconds since 1970. It orders
 * changes of one mailbox exactly, whatever clocks say, and is compared with nothing else.
 */
export function timeOfHistory(historyId: string): Date {
  const id = BigInt(historyId);
  return new Date(Number(id < timeMaxMs ? id : timeMaxMs));
}
