import { randomUUID } from 'node:crypto';
import express from 'express';
import type { BotTelemetry } from '../../../../bot/bot-tools.js';
import { createBot } from '../../../../bot/create-bot.js';
import type { HelpdeskWriter } from '../../../../core/effects/ports.js';
import { countCardData } from '../../../../core/intake/card-data.js';
import { holdsCardData } from '../../../../core/intake/holds-card-data.js';
import { readForChat } from '../../../../core/intake/read-for-chat.js';
import { findCardData } from '../../../../core/intake/redact.js';
import { openDesk } from '../../../../core/reversals/open-desk.js';
import { afterCommit } from '../../../../core/storage/after-commit.js';
import { listen } from '../../stand-ins/http-server.js';
import type { SlackStandIn } from '../../stand-ins/slack/slack-stand-in.js';
import type { RaceStorage } from '../race-storage.js';
import { startDelivering } from './chat-worker.js';

/** A withdrawal may still overtake a note on the ticket, as it may in a hub that waits longer. */
const writeBackDelayMs = 150;

const publicUrl = 'https://hub.example';

/** One life of a hub: from its start to its end or its death. */
export type ChatHub = Awaited<ReturnType<typeof openChatHub>>;

/**
 * The hub as main.ts puts it together, as far as chat goes: the bot on its HTTP receiver, the desk, and
 * the worker that delivers effects. Slack and the helpdesk are the far sides.
 */
export async function openChatHub(options: {
  storage: RaceStorage;
  slack: SlackStandIn;
  helpdesk: HelpdeskWriter;
  telemetry: BotTelemetry;
}) {
  const { storage, slack, helpdesk, telemetry } = options;
  const books = storage.books();
  // Slack at an address of this life's own: whoever is dead reaches nobody any more.
  const slackServer = await listen(express().use('/slack', slack.router));
  const now = () => new Date();
  let committed: () => void = () => undefined;
  const desk = openDesk({
    store: afterCommit(books.reversals, () => committed()),
    now,
    newId: randomUUID,
    writeBackDelayMs,
  });
  const unused = () => Promise.reject(new Error('nobody asks for this in a race'));
  const isBlocked = (payload: unknown) =>
    holdsCardData(payload, (text) => findCardData(text).length > 0);
  const bot = createBot({
    settings: {
      botToken: slack.identity.botToken,
      signingSecret: slack.identity.signingSecret,
      apiUrl: `${slackServer.url}/slack/api/`,
    },
    desk,
    directory: books.directory,
    cards: books.cards,
    troubles: books.chatTroubles,
    installations: books.chatInstallations,
    pace: books.chatPace,
    drafts: books.drafts,
    people: books.people,
    report: unused,
    exportLink: unused,
    leftChat: unused,
    keepTurns: unused,
    reading: readForChat,
    channelClient: books.reversals.clientOfChannel,
    noteCardData: (message, findings) =>
      books.cardData.keepChat(message, findings && countCardData(findings), now()),
    holdsCardData: isBlocked,
    publicUrl,
    now,
    telemetry,
  });
  const app = express();
  app.use((request, _response, next) => {
    if (request.headers['x-slack-retry-num']) telemetry.count('retried_by_slack');
    next();
  });
  bot.mount(app);
  const server = await listen(app);
  slack.connect({ baseUrl: `${slackServer.url}/slack`, eventsUrl: `${server.url}/slack/events` });
  await bot.start();
  // There is one process at a time: leases that a dead one left end at once.
  await books.effects.endAllLeases();
  const tools = {
    book: books.effects,
    store: books.reversals,
    announcer: bot.announcer,
    helpdesk,
    // Who is told of what waits, and how quietly, is counted by the day of sixty decisions.
    people: null,
    waitingFor: desk.waitingFor,
    now,
    publicUrl,
    holdsCardData: isBlocked,
    leaseMs: 30_000,
    count: () => undefined,
  };
  const delivering = startDelivering(tools, () => dueIn(storage));
  committed = delivering.kick;

  return {
    desk,
    /** Work after acknowledgements is done. */
    settled: () => bot.stop(),
    /** As when its process is killed: nothing it still does is heard by anybody. */
    async die() {
      delivering.abandon();
      await Promise.all([server.close(), slackServer.close()]);
    },
    async close() {
      await bot.stop();
      await delivering.stop();
      await server.close();
      await slackServer.close();
    },
  };
}

/** What is due, in one query where the relay asks for each kind's own: a claim decides all the same. */
async function dueIn(storage: RaceStorage): Promise<readonly string[]> {
  const rows = await storage.database().query<{ id: string }>(
    `SELECT "id"::text FROM "effect" WHERE "status" = 'pending' AND "due_at" <= now()
       AND ("leased_to" IS NULL OR "leased_to" < now()) ORDER BY "due_at" LIMIT 200`,
  );
  return rows.map(({ id }) => id);
}
