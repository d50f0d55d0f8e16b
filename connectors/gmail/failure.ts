import { ConnectorError, waitOf } from '../../core/index.js';
import { failureOf, type HttpAnswer } from '../http.js';
import { refusalAnswer, tokenRefusalAnswer } from './schema.js';

/** The day of a limit ends at midnight Pacific time: asked for again hourly. */
const dailyWaitMs = 3_600_000;

/** Reasons of a 403 that is a limit in disguise (guide "Resolve errors", "403"). */
const limitReasons = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  // The same in the words of Google's newer APIs (AIP-193; google.rpc.Code).
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
]);

/** What an answer of the Gmail API asks us to do; null for 2xx. */
export function apiFailureOf(answer: HttpAnswer, now: Date): ConnectorError | null {
  const failure = failureOf(answer, now);
  if (failure === null) return null;
  const reasons = reasonsOf(answer);
  if (answer.status === 403 && reasons.some((reason) => limitReasons.has(reason))) {
    const askedMs = waitOf(answer.headers.get('retry-after'), now);
    const isDaily = reasons.includes('dailyLimitExceeded');
    return new ConnectorError('wait', 'rate_limited', askedMs ?? (isDaily ? dailyWaitMs : null));
  }
  // "Mail service not enabled": the mailbox has no Gmail, or delegation names somebody else.
  if (answer.status === 400 && reasons.includes('failedPrecondition')) {
    return new ConnectorError('re_authorise', 'mail_not_enabled');
  }
  // The API speaks JSON of every record it misses. A page of HTML is another host, or a proxy: taken
  // for a missing thread it would have us call every thread gone.
  const isMissing = failure.code === 'not_found' || failure.code === 'gone';
  if (isMissing && !answer.isJson) return new ConnectorError('re_authorise', 'api_not_found');
  return failure;
}

/** What to do about a refusal of the token endpoint (RFC 6749, 5.2); null for 2xx. */
export function tokenFailureOf(answer: HttpAnswer, now: Date): ConnectorError | null {
  const failure = failureOf(answer, now);
  if (failure === null || failure.kind === 'wait' || failure.kind === 'retry') return failure;
  const refusal = tokenRefusalAnswer.safeParse(answer.body);
  if (!refusal.success) return new ConnectorError('re_authorise', 'token_not_found');
  const code = tokenCodes[refusal.data.error];
  return new ConnectorError('re_authorise', code ?? 'token_refused');
}

const tokenCodes: Readonly<Record<string, string>> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'invalid_client',
  unauthorized_client: 'unauthorised_client',
  invalid_scope: 'invalid_scope',
  access_denied: 'access_denied',
  org_internal: 'access_denied',
  admin_policy_enforced: 'access_denied',
};

/** The vendor's words for why, in whichever of its forms they stand. */
function reasonsOf(answer: HttpAnswer): readonly string[] {
  const refusal = refusalAnswer.safeParse(answer.body);
  if (!refusal.success) return [];
  const { errors, details, status } = refusal.data.error;
  const told = [...(errors ?? []), ...(details ?? []), { reason: status }];
  return told.flatMap(({ reason }) => (reason ? [reason] : []));
}
