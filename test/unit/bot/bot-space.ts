import express from 'express';
import type { BotSettings } from '../../../bot/bot-tools.js';
import { createBot } from '../../../bot/create-bot.js';
import type { ClientFacts, Reversal } from '../../../core/index.js';
import { makeReport } from '../../../core/insight/report.js';
import { holdsCardData } from '../../../core/intake/holds-card-data.js';
import { readForChat } from '../../../core/intake/read-for-chat.js';
import { findCardData } from '../../../core/intake/redact.js';
import { listen } from '../../support/stand-ins/http-server.js';
import {
  createSlackStandIn,
  type SlackStandInOptions,
} from '../../support/stand-ins/slack/slack-stand-in.js';
import {
  createCardBookDouble,
  createChatTroublesDouble,
  createDeskDouble,
  createDraftsDouble,
  createInstallationsDouble,
  createPersonBookDouble,
} from './desk-double.js';
import { acme, globex, person, reversal } from './reversal-builder.js';

export const AGENT = 'U0AGENT';
export const MANAGER = 'U0MANAGER';
export const OTHER = 'U0OTHER';
export const STRANGER = 'U0STRANGE';
export const ACME = 'C0ACME';
export const GENERAL = 'C0GENERAL';

/** The real bot on a real port, Slack's stand-in on another, the desk doubled behind its port. */
export async function openBotSpace(
  options: SlackStandInOptions = {},
  settings: Partial<BotSettings> = {},
) {
  const team = [
    person('agent', 'agent', ['acme'], AGENT),
    person('manager', 'manager', ['acme', 'globex'], MANAGER),
    person('other', 'manager', ['acme'], OTHER),
  ];
  const slack = createSlackStandIn({ retryScale: 0.0001, postingLimit: null, ...options });
  const slackServer = await listen(express().use('/slack', slack.router));
  for (const [id, name, email] of [
    [AGENT, 'First Agent', 'agent@northwind.example'],
    [MANAGER, 'First Manager', 'manager@northwind.example'],
    [OTHER, 'Other Manager', 'other@northwind.example'],
    [STRANGER, 'A Stranger', 'stranger@elsewhere.example'],
  ] as const)
    slack.addUser({ id, name, email });
  const members = [AGENT, MANAGER, OTHER, STRANGER];
  slack.addChannel({ id: ACME, name: 'acme', members });
  slack.addChannel({ id: GENERAL, name: 'general', members });
  const desk = createDeskDouble(team);
  const book = createCardBookDouble();
  const shut = createChatTroublesDouble();
  const exported: { person: string; filter: object }[] = [];
  const unsent = createDraftsDouble();
  const installed = createInstallationsDouble();
  let clock: Date | null = null;
  let paceWaitMs = 0;
  const paused: string[] = [];
  const left: string[] = [];
  const turns: string[] = [];
  const people = createPersonBookDouble();
  const counted: { name: string; labels: Readonly<Record<string, string>> }[] = [];
  const cardData: { channelId: string; messageId: string; kinds: string[] | null }[] = [];
  const clients = new Map<string, ClientFacts>([
    [ACME, acme],
    ['C0GLBX', globex],
  ]);
  const bot = createBot({
    settings: {
      botToken: slack.identity.botToken,
      signingSecret: slack.identity.signingSecret,
      apiUrl: `${slackServer.url}/slack/api/`,
      operationsChannel: GENERAL,
      ...settings,
    },
    desk: desk.desk,
    directory: desk.directory,
    cards: book.cards,
    troubles: shut.troubles,
    drafts: unsent.drafts,
    installations: installed.installations,
    pace: {
      take: async (place) => {
        turns.push(place);
        return paceWaitMs;
      },
      pause: async (place) => {
        paused.push(place);
      },
    },
    report: (asked) =>
      makeReport(
        {
          store: {
            measure: async ({ clients: ids, from, to, status }, groupBy) =>
              [...desk.entries.values()]
                .filter(
                  (one) =>
                    ids.includes(one.clientId) &&
                    (!status || one.status === status) &&
                    (!from || one.loggedAt >= from) &&
                    (!to || one.loggedAt <= to),
                )
                .map((one) => ({
                  key: groupBy === 'type' ? one.type : groupBy === 'status' ? one.status : null,
                  currency: one.amount?.currency ?? null,
                  count: 1,
                  sum: one.amount?.minor ?? 0n,
                })),
          },
          insight: {
            medianDecisionMs: async () => 5_400_000,
            clientWait: async () => ({ count: 0, medianMs: null }),
          },
        },
        asked,
      ),
    exportLink: async (person, filter) => {
      exported.push({ person: person.email, filter });
      return {
        download: 'https://hub.example/exports/token',
        signIn: 'https://hub.example/signin/once?next=%2Fexports%2Ftoken',
        until: new Date('2026-03-02T12:00:00Z'),
      };
    },
    people: people.book,
    leftChat: async (one) => {
      left.push(one.email);
    },
    keepTurns: async () => {
      left.push('turns kept');
    },
    reading: readForChat,
    channelClient: async (id) => clients.get(id) ?? null,
    noteCardData: async (message, findings) => {
      cardData.push({ ...message, kinds: findings?.map(({ kind }) => kind) ?? null });
    },
    holdsCardData: (payload) => holdsCardData(payload, (text) => findCardData(text).length > 0),
    publicUrl: 'https://hub.example',
    now: () => clock ?? new Date(),
    telemetry: {
      count: (name, labels = {}) => counted.push({ name, labels }),
      warn: (name, fields) =>
        counted.push({
          name,
          labels: Object.fromEntries(
            Object.entries(fields).map(([key, value]) => [key, String(value)]),
          ),
        }),
    },
  });
  const app = express();
  bot.mount(app);
  const hub = await listen(app);
  slack.connect({ baseUrl: `${slackServer.url}/slack`, eventsUrl: `${hub.url}/slack/events` });
  await bot.start();

  return {
    slack,
    bot,
    ...desk,
    /** Drafts as they are kept, by id. */
    drafts: unsent.kept,
    notices: people.notices,
    /** The people of this space, to be changed. */
    team,
    counted,
    cardData,
    shut,
    installed: installed.kept,
    exported,
    paused,
    /** Channels in whose pace a message took its place, in order. */
    turns,
    /** Who left chat, and when turns were brought in line. */
    left,
    /** Every channel has had its message: new ones wait so long. */
    fillPace: (waitMs: number) => {
      paceWaitMs = waitMs;
    },
    setClock: (at: Date) => {
      clock = at;
    },
    hubUrl: hub.url,
    addresses: { baseUrl: `${slackServer.url}/slack`, eventsUrl: `${hub.url}/slack/events` },
    countOf: (name: string, labels: Record<string, string> = {}) =>
      counted.filter(
        (one) =>
          one.name === name &&
          Object.entries(labels).every(([key, value]) => one.labels[key] === value),
      ).length,
    /** Puts an entry in the log and its card in the channel, as the hub does. */
    async postCard(changes: Partial<Reversal> = {}) {
      const one = reversal(changes);
      desk.entries.set(one.reference, one);
      const card = await bot.announcer.showCard(
        {
          reversal: one,
          client: acme,
          alsoOnPayment: [],
          waitingFor: '1 more of manager',
          dashboardUrl: 'https://hub.example',
        },
        null,
        `effect-${one.id}`,
      );
      book.show({
        reversalId: one.id,
        reference: one.reference,
        channelId: card.channelId,
        messageId: card.messageId,
        postedAt: card.shownAt,
        hash: one.contentHash,
        at: card.shownAt,
      });
      return { reversal: one, ts: card.messageId };
    },
    /** The card's message shows this content now. */
    showAgain(one: Reversal, ts: string) {
      const at = new Date();
      const shown = { channelId: ACME, messageId: ts, postedAt: at, hash: one.contentHash, at };
      book.show({ reversalId: one.id, reference: one.reference, ...shown });
    },
    /** Waits for work after the acknowledgement. */
    settled: () => bot.stop(),
    async close() {
      await bot.stop();
      await hub.close();
      slack.close();
      await slackServer.close();
    },
  };
}

export type BotSpace = Awaited<ReturnType<typeof openBotSpace>>;
