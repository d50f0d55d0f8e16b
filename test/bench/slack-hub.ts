/**
 * A process of its own for the bench: the hub's receiver over a filled database (`hub`), or the least
 * that a Bolt app can be, whose handler only acknowledges (`bare`). Says its address on stdout.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { App, ExpressReceiver } from '@slack/bolt';
import express from 'express';
import { createBot } from '../../bot/create-bot.js';
import { makeExportLink } from '../../core/access/export-link.js';
import { makeReport } from '../../core/insight/report.js';
import { holdsCardData } from '../../core/intake/holds-card-data.js';
import { readForChat } from '../../core/intake/read-for-chat.js';
import { findCardData } from '../../core/intake/redact.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { openStorage } from '../../core/storage/storage.js';
import { listen } from '../support/stand-ins/http-server.js';
import { benchMasterKey } from './million-reversals.js';

const [kind = '', databaseUrl = '', apiUrl = '', botToken = '', signingSecret = ''] =
  process.argv.slice(2);

const { url } = await listen(kind === 'bare' ? await bareApp() : await hubApp());
process.stdout.write(`${url}/slack/events\n`);

async function bareApp() {
  const receiver = new ExpressReceiver({ signingSecret, endpoints: '/' });
  const app = new App({ receiver, token: botToken, clientOptions: { slackApiUrl: apiUrl } });
  app.command('/reversal', async ({ ack }) => ack());
  await app.client.auth.test();
  return express().use('/slack/events', receiver.router);
}

async function hubApp() {
  const storage = await openStorage({ url: databaseUrl, masterKey: benchMasterKey });
  const now = () => new Date();
  const publicUrl = 'https://hub.example';
  const bot = createBot({
    settings: { botToken, signingSecret, apiUrl },
    desk: openDesk({
      store: storage.reversals,
      now,
      newId: randomUUID,
      writeBackDelayMs: 30_000,
    }),
    directory: storage.directory,
    cards: storage.cards,
    troubles: storage.chatTroubles,
    installations: storage.chatInstallations,
    pace: storage.chatPace,
    report: (asked) => makeReport({ store: storage.reversals, insight: storage.insight }, asked),
    exportLink: (person, filter) =>
      makeExportLink(storage, person, filter, { publicUrl, now: now(), randomBytes }),
    drafts: storage.drafts,
    people: storage.people,
    leftChat: () => Promise.reject(new Error('not measured')),
    keepTurns: () => Promise.reject(new Error('not measured')),
    reading: readForChat,
    channelClient: storage.reversals.clientOfChannel,
    noteCardData: async () => undefined,
    holdsCardData: (payload) => holdsCardData(payload, (text) => findCardData(text).length > 0),
    publicUrl,
    now,
    telemetry: { count: () => undefined, warn: () => undefined },
  });
  await bot.start();
  const app = express();
  bot.mount(app);
  return app;
}
