import type { LogRequest } from './desk.js';

/** What every request to log says. */
type Said = Pick<LogRequest, 'clientId' | 'type' | 'kind' | 'amount' | 'channel'>;

/** A request to log that says no more than it must: what else is known is written over it. */
export function plainRequest(said: Said): LogRequest {
  return {
    ...said,
    identifiers: [],
    reason: null,
    reasonCode: null,
    cardLast4: null,
    customer: null,
    occurredAt: null,
    before: null,
    after: null,
    dispute: null,
    trace: null,
    messages: [],
    readingReasons: [],
    reviewReasons: [],
    source: null,
    staff: [],
    assigneeEmail: null,
    historic: false,
    corrects: null,
    requestKey: null,
  };
}
