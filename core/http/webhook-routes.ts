import express, { type Express, type Request } from 'express';
import { ConnectorError, type WebhookReading } from '../intake/connector-contract.js';
import { edgeProblem, sendJson, sendProblem } from './problem.js';
import type { WebDeps } from './web-deps.js';

/** Far above any vendor's notice; a pull connector's hint is a few hundred bytes. */
const maxBodyBytes = 1_048_576;

/**
 * `POST /webhooks/<connection id>`: verified over the raw bytes as the vendor does. What is not
 * accepted is answered 401, counted by reason and kept nowhere. 200 is said once the hints are
 * durable; a failure before that is a 5xx, so that the sender comes again.
 */
export function mountWebhooks(app: Express, deps: WebDeps): void {
  // A compressed body is refused (415): signatures cover the bytes as they were sent.
  const rawBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  app.post('/webhooks/:connectionId', rawBody, async (request, response) => {
    const connectionId = String(request.params.connectionId);
    const read = deps.readWebhook(connectionId);
    if (!read) {
      deps.count('webhook_refused', { source: 'unknown', why: 'unknown_connection' });
      sendProblem(response, edgeProblem('unknown_connection'), deps);
      return;
    }
    const reading = await unlessOutside(
      read({
        headers: singleHeaders(request),
        rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        receivedAt: deps.now(),
      }),
    );
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
async function unlessOutside(
  reading: WebhookReading | Promise<WebhookReading>,
): Promise<WebhookReading | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ConnectorError) return null;
    throw error;
  }
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
