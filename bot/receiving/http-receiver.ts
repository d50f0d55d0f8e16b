import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExpressReceiver, type Logger } from '@slack/bolt';
import type { BotTelemetry } from '../bot-tools.js';

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** The shared Express app, as far as the bot needs it. Mount before any body parser. */
export type HttpMount = { use(path: string, handler: Handler): unknown };

const eventsPath = '/slack/events';

/** Bolt refuses what is older; what lies as far ahead is refused here (docs.slack.dev, verifying requests). */
const clockSkewSeconds = 300;

/**
 * Without an ack for this long Bolt answers by itself. Slack waits 3 s
 * (docs.slack.dev/apis/events-api, /interactivity).
 */
const noAckMs = 2_700;

/**
 * Receives signed requests. The answer to an event goes out when the work behind it is committed
 * (`processBeforeResponse`), and a failure is answered 503, so that Slack sends the event again.
 */
export function createHttpReceiver(signingSecret: string, telemetry: BotTelemetry, logger: Logger) {
  const receiver = new ExpressReceiver({
    signingSecret,
    logger,
    endpoints: '/',
    processBeforeResponse: true,
    unhandledRequestTimeoutMillis: noAckMs,
    unhandledRequestHandler: ({ request, response }) => {
      if (response.headersSent) return;
      // Something that is no event and nobody takes: told as received, else Slack shows an error.
      const body = (request as { body?: { event?: unknown } }).body;
      telemetry.count('chat_unhandled', { kind: body?.event ? 'slow_event' : 'unknown' });
      response.writeHead(body?.event ? 503 : 200);
      response.end();
    },
    processEventErrorHandler: async ({ response }) => {
      if (response.headersSent) return false;
      response.writeHead(503);
      response.end();
      return true;
    },
  });
  return { receiver, mount: (app: HttpMount) => app.use(eventsPath, guard(receiver, telemetry)) };
}

function guard(receiver: ExpressReceiver, telemetry: BotTelemetry): Handler {
  const router = receiver.router as unknown as Handler;
  return (request, response, next) => {
    const age = ageSeconds(request);
    response.on('finish', () => {
      if (response.statusCode !== 401) return;
      telemetry.count('webhook_refused', { source: 'chat', why: whyRefused(request, age) });
    });
    if (age !== null && age < -clockSkewSeconds) {
      response.writeHead(401);
      response.end();
      return;
    }
    router(request, response, next);
  };
}

function ageSeconds(request: IncomingMessage): number | null {
  const written = Number(request.headers['x-slack-request-timestamp']);
  return Number.isFinite(written) ? Date.now() / 1000 - written : null;
}

function whyRefused(request: IncomingMessage, age: number | null): string {
  if (!request.headers['x-slack-signature'] || age === null) return 'unsigned';
  return Math.abs(age) > clockSkewSeconds ? 'stale' : 'bad_signature';
}
