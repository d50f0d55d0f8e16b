import {
  type RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { exchange, failureOf, type HttpAnswer } from '../http.js';
import { unlessTooDeep } from '../unless-too-deep.js';
import { refusalAnswer } from './schema.js';

/** Above the vendor's own: a search that takes longer is answered with an error there. */
const requestTimeoutMs = 30_000;

/**
 * How long each limit lasts, by the name the vendor gives it (usage guidelines, "Error responses");
 * no Retry-After comes with them. The day ends at midnight in the account's zone: asked hourly.
 */
const waitMsByPolicy: Readonly<Record<string, number>> = {
  SECONDLY: 1_000,
  TEN_SECONDLY_ROLLING: 10_000,
  DAILY: 3_600_000,
};
/** "477 Migration in progress … Retry-After", up to 24 hours (error handling guide). */
const migrationStatus = 477;
const migrationWaitMs = 3_600_000;
/** "423 Locked: … wait at least 2 seconds" (error handling guide). */
const lockedStatus = 423;
const lockedWaitMs = 2_000;

/** What the SDK sends and receives through: every status is judged before the SDK sees it. */
export function httpLibraryOf(tools: ConnectorTools) {
  return wrapHttpLibrary({
    async send(request: RequestContext): Promise<ResponseContext> {
      const body = request.getBody();
      const answer = await exchangeJudged(tools, {
        url: request.getUrl(),
        method: request.getHttpMethod(),
        headers: request.getHeaders(),
        body: typeof body === 'string' ? body : undefined,
      });
      // Written again, as the SDK takes texts apart.
      const text = unlessTooDeep(() => JSON.stringify(answer.body ?? null));
      return new ResponseContext(
        answer.status,
        { 'content-type': 'application/json' },
        { text: async () => text, binary: async () => Buffer.from(text) },
      );
    },
  });
}

/** One request for what the SDK has no words for, with the same headers and judgement. */
export async function exchangeJudged(
  tools: ConnectorTools,
  request: {
    url: string;
    method: string;
    headers: Readonly<Record<string, string>>;
    body?: string | undefined;
  },
): Promise<HttpAnswer> {
  const headers = { ...request.headers, 'User-Agent': tools.userAgent };
  const answer = await exchange(tools, { ...request, headers, timeoutMs: requestTimeoutMs });
  const failure = failureOf(answer, tools.now());
  if (failure) throw inVendorWords(answer, failure);
  // 204 is the only success without a body; anything else would be read as an empty record.
  if (!answer.isJson && answer.status !== 204) throw new ConnectorError('retry', 'not_json');
  return answer;
}

function inVendorWords(answer: HttpAnswer, failure: ConnectorError): ConnectorError {
  const { status, headers } = answer;
  const isMissing = failure.code === 'not_found' || failure.code === 'gone';
  // Not the vendor speaking of a record: a wrong address or a proxy answers so to everything.
  if (isMissing && !answer.isJson) return new ConnectorError('re_authorise', 'account_not_found');
  if (status === lockedStatus) return new ConnectorError('wait', 'locked', lockedWaitMs);
  if (status === migrationStatus) return new ConnectorError('wait', 'migrating', migrationWaitMs);
  const refusal = refusalAnswer.safeParse(answer.body).data;
  if (status === 403 && refusal?.category === 'MISSING_SCOPES') {
    return new ConnectorError('re_authorise', 'missing_scope');
  }
  const policyMs = waitMsByPolicy[refusal?.policyName ?? ''];
  if (status === 429 && policyMs !== undefined && !headers.has('retry-after')) {
    return new ConnectorError('wait', 'rate_limited', policyMs);
  }
  return failure;
}
