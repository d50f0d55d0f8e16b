import express, { type Express, type Request, type Response } from 'express';
import { ConnectorError, type IncomingWebhook } from '../intake/connector-contract.js';
import type { NoticesTaken } from '../intake/take-notices.js';
import { edgeProblem, sendJson, sendProblem } from './problem.js';
import type { WebDeps } from './web-deps.js';

/** Far above any vendor's notice; a pull connector's hint is a few hundred bytes. */
const maxBodyBytes = 1_048_576;

type WebhookDeps = Pick<
  WebDeps,
  'takeNotices' | 'readWebhook' | 'onHints' | 'count' | 'now' | 'publicUrl' | 'tripwire'
>;

/**
 * `POST /webhooks/<connection id>`: verified over the raw bytes as the vendor does. What is not
 * accepted is answered 401, counted by reason and kept nowhere. 200 is said once the hints are
 * durable; a failure before that is a 5xx, so that the sender comes again.
 */
export function mountWebhooks(app: Express, deps: WebhookDeps): void {
  // A compressed body is refused (415): signatures cover the bytes as they were sent.
  const rawBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  app.post('/webhooks/:connectionId', rawBody, async (request, response) => {
    const connectionId = String(request.params.connectionId);
    const takeNotices = deps.takeNotices(connectionId);
    if (takeNotices) return await answerNotices(takeNotices, request, response, deps);
    const read = deps.readWebhook(connectionId);
    if (!read) {
      deps.count('webhook_refused', { source: 'unknown', why: 'unknown_connection' });
      sendProblem(response, edgeProblem('unknown_connection'), deps);
      return;
    }
    const reading = await unlessOutside(read(incomingOf(request, deps)));
    if (!reading) {
      deps.count('webhook_refused', { source: connectionId, why: 'keys_unreachable' });
      sendProblem(response, edgeProblem('webhook_not_verified'), deps);
      return;
    }
    if (!reading.accepted) {
      deps.count('webhook_refused', { source: connectionId, why: reading.why });
      sendProblem(response, edgeProblem('webhook_refused', { why: reading.why }), deps);
      return;
    }
    if (reading.hints.length > 0 || reading.pollNow) {
      await deps.onHints(connectionId, reading.hints);
    }
    deps.count('webhook_accepted', { source: connectionId });
    sendJson(response, 200, { accepted: true }, deps);
  });
}

/** Null where the sender's keys cannot be had now: nothing is known of the notice, so it must come again. */
async function unlessOutside<Reading>(
  reading: Reading | Promise<Reading>,
): Promise<Reading | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
}

/**
 * A processor's delivery: the facts are in it, so 200 is said once they are committed. Trouble on
 * the way (the database, a look-up at the vendor) is a 5xx, and the sender comes again.
 */
async function answerNotices(
  takeNotices: (incoming: IncomingWebhook) => Promise<NoticesTaken>,
  request: Request,
  response: Response,
  deps: WebhookDeps,
): Promise<void> {
  const source = String(request.params.connectionId);
  const taken = await unlessOutside(takeNotices(incomingOf(request, deps)));
  if (!taken) {
    deps.count('webhook_refused', { source, why: 'vendor_unreachable' });
    sendProblem(response, edgeProblem('webhook_not_verified'), deps);
    return;
  }
  if (!taken.accepted) {
    deps.count('webhook_refused', { source, why: taken.why });
    sendProblem(response, edgeProblem('webhook_refused', { why: taken.why }), deps);
    return;
  }
  deps.count('webhook_accepted', { source });
  if (taken.body === null) sendJson(response, 200, { accepted: true }, deps);
  else response.status(200).type('text/plain').send(taken.body);
}

function incomingOf(request: Request, deps: WebhookDeps): IncomingWebhook {
  return {
    method: request.method,
    urls: addressesOf(request, deps.publicUrl),
    headers: singleHeaders(request),
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    receivedAt: deps.now(),
  };
}

/** Behind a proxy the sender called the public address; without one, what the Host header says. */
function addressesOf(request: Request, publicUrl: string): string[] {
  const addresses = [
    `${publicUrl.replace(/\/+$/, '')}${request.originalUrl}`,
    `${request.protocol}://${request.get('host') ?? ''}${request.originalUrl}`,
  ];
  return [...new Set(addresses)];
}

/** Node gives a few headers as lists; joined as RFC 9110 5.3 allows. */
function singleHeaders(request: Request): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}
