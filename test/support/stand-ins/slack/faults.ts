/** Faults a test or a visitor plans for the next calls; each is used up, and what is left can be asked. */

export type Fault = {
  /** A Web API method's name, or `response_url`. */
  on: string | RegExp;
  /** How many calls it befalls; once if not said. */
  times?: number;
  /** Another HTTP status, with a body that is not JSON. */
  status?: number;
  /** With status 429: the header's seconds. */
  retryAfterSeconds?: number;
  /** `{ok: false, error}` with status 200. */
  error?: string;
  /** The connection is cut without an answer. */
  cut?: boolean;
  /** No answer for so long; then the connection is cut. */
  hangMs?: number;
  /** Carried out first, then answered with the fault: the caller cannot know that it was done. */
  afterPerform?: boolean;
};

export type Faults = {
  inject(fault: Fault): void;
  take(method: string): Fault | null;
  /** Faults planned and not yet met. */
  left(): Fault[];
  clear(): void;
};

export function createFaults(): Faults {
  let planned: { fault: Fault; left: number }[] = [];
  const matches = (fault: Fault, method: string): boolean =>
    typeof fault.on === 'string' ? fault.on === method : fault.on.test(method);
  return {
    inject(fault) {
      planned.push({ fault, left: fault.times ?? 1 });
    },
    take(method) {
      const found = planned.find(({ fault }) => matches(fault, method));
      if (!found) return null;
      found.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return found.fault;
    },
    left: () => planned.map(({ fault }) => fault),
    clear() {
      planned = [];
    },
  };
}
