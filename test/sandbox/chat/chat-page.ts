/**
 * A small chat client for the Slack stand-in: a visitor chooses a person and sees what that person
 * would see in Slack. Everything done here goes through the stand-in, signed, to the real hub.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { SlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import { ACTS_SCRIPT } from './browser-acts.js';
import { SCREEN_SCRIPT } from './browser-screen.js';
import type { Shortcut } from './message-row.js';
import { tidyLibraryStyle } from './mrkdwn.js';
import { screenOf } from './screen.js';
import { type ChatPerson, chatShell, chooserPage } from './shell.js';
import { CHAT_STYLE } from './style.js';
import type { RowMemory } from './timeline.js';
import { slackText } from './typed-text.js';

export type ChatPageOptions = {
  /** Where the page is reached by the browser, without a slash at the end. */
  basePath: string;
  /** Everyone in the workspace, without their roles, if not said. */
  people?: ChatPerson[] | (() => ChatPerson[]);
  commands?: string[];
  messageShortcuts?: Shortcut[];
};

const LIVE_PAUSE_MS = 40; // one picture of several changes
const BODY_LIMIT = '256kb';
/** No script but our own file runs, whatever a message holds. */
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

const formValues = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
);
const act = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('say'),
    channel: z.string(),
    text: z.string(),
    thread: z.string().optional(),
  }),
  z.object({ kind: z.literal('edit'), channel: z.string(), ts: z.string(), text: z.string() }),
  z.object({ kind: z.literal('remove'), channel: z.string(), ts: z.string() }),
  z.object({ kind: z.literal('react'), channel: z.string(), ts: z.string(), name: z.string() }),
  z.object({ kind: z.literal('dismiss'), ts: z.string() }),
  z.object({
    kind: z.literal('shortcut'),
    channel: z.string(),
    ts: z.string(),
    callbackId: z.string(),
  }),
  z.object({
    kind: z.literal('click'),
    channel: z.string().nullable(),
    where: z.string(),
    actionId: z.string(),
    blockId: z.string(),
    value: z.string().optional(),
    selected: z.union([z.string(), z.array(z.string())]).optional(),
    values: formValues.optional(),
  }),
  z.object({ kind: z.literal('submit'), view: z.string(), values: formValues }),
  z.object({ kind: z.literal('close-view'), view: z.string() }),
  z.object({ kind: z.literal('home') }),
]);
type Act = z.infer<typeof act>;

/** Mounts the page's routes at `basePath`; `close` ends the live connections. */
export function mountChatPage(
  app: { use(path: string, router: Router): unknown },
  slack: SlackStandIn,
  options: ChatPageOptions,
): { close(): void } {
  const { basePath } = options;
  const commands = options.commands ?? ['/reversal'];
  const shortcuts = options.messageShortcuts ?? [];
  const people = (): ChatPerson[] =>
    typeof options.people === 'function' ? options.people() : (options.people ?? everyoneIn(slack));
  const live = new Set<Response>();
  const blocksStyle = libraryStyle();
  const memory: RowMemory = new Map();

  const router = express.Router();
  router.use((_request, response, next) => {
    response.set({
      'content-security-policy': CONTENT_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    next();
  });

  router.get('/', (request, response) => {
    const viewer = people().find((person) => person.userId === request.query.as);
    response
      .type('html')
      .send(
        viewer ? chatShell(basePath, people(), viewer.userId) : chooserPage(basePath, people()),
      );
  });
  router.get('/chat.js', (_request, response) => {
    response.type('text/javascript').send(SCREEN_SCRIPT + ACTS_SCRIPT);
  });
  router.get('/chat.css', (_request, response) => {
    response.type('css').send(CHAT_STYLE);
  });
  router.get('/blocks.css', (_request, response) => {
    response.type('css').send(blocksStyle);
  });

  router.get('/screen', (request, response) => {
    const viewer = slack.member(String(request.query.as ?? ''));
    if (!viewer) return void response.status(404).json({ problem: 'No such person.' });
    const place = { channel: queryText(request, 'channel'), thread: queryText(request, 'thread') };
    response.json(screenOf(slack, viewer, place, shortcuts, memory));
  });

  router.get('/live', (_request, response) => {
    response.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    response.flushHeaders();
    let waiting: NodeJS.Timeout | null = null;
    const tell = (): void => {
      waiting ??= setTimeout(() => {
        waiting = null;
        response.write(`data: ${slack.version()}\n\n`);
      }, LIVE_PAUSE_MS);
    };
    const stop = slack.onChange(tell);
    live.add(response);
    tell();
    response.on('close', () => {
      stop();
      live.delete(response);
      if (waiting) clearTimeout(waiting);
    });
  });

  // JSON only: a form on another site cannot send it, so no other page acts here.
  router.post('/act', express.json({ limit: BODY_LIMIT }), async (request, response) => {
    const viewer = slack.member(String(request.query.as ?? ''));
    const wanted = act.safeParse(request.body);
    if (!viewer || !wanted.success) {
      return void response.status(400).json({ problem: 'The page asked for something unknown.' });
    }
    try {
      response.json(await perform(slack, viewer.id, wanted.data, commands));
    } catch (error) {
      // The stand-in throws where Slack's client would not offer the act: the page shows why.
      response.status(409).json({ problem: error instanceof Error ? error.message : 'Refused.' });
    }
  });

  app.use(basePath, router);
  return {
    close() {
      for (const response of live) response.end();
    },
  };
}

function perform(slack: SlackStandIn, userId: string, wanted: Act, commands: string[]) {
  switch (wanted.kind) {
    case 'say': {
      const command = /^(\/\S+)\s*([\s\S]*)$/.exec(wanted.text);
      const more = wanted.thread ? { threadTs: wanted.thread } : {};
      const [, name, rest] = command ?? [];
      if (name === undefined || rest === undefined) {
        return slack.say(userId, wanted.channel, slackText(slack, wanted.text), more);
      }
      if (!commands.includes(name)) throw new Error(`${name} is not a command here.`);
      return slack.runCommand(userId, wanted.channel, name, rest.trim(), more);
    }
    case 'edit':
      return slack.edit(userId, wanted.channel, wanted.ts, slackText(slack, wanted.text));
    case 'remove':
      return slack.remove(userId, wanted.channel, wanted.ts);
    case 'react':
      return slack.react(userId, wanted.channel, wanted.ts, wanted.name);
    case 'dismiss':
      slack.dismiss(userId, wanted.ts);
      return { status: null, failure: null };
    case 'shortcut':
      return slack.runMessageShortcut(userId, wanted.channel, wanted.ts, wanted.callbackId);
    case 'click': {
      const { channel, where, actionId, value, selected, blockId, values } = wanted;
      return slack.click(userId, channel, where, actionId, { value, selected, blockId, values });
    }
    case 'submit':
      return slack.submitView(userId, wanted.view, wanted.values);
    case 'close-view':
      return slack.closeView(userId, wanted.view);
    case 'home':
      return slack.openHome(userId);
  }
}

function everyoneIn(slack: SlackStandIn): ChatPerson[] {
  return slack
    .people()
    .map((member) => ({ userId: member.id, name: member.realName, role: member.email }));
}

function queryText(request: Request, key: string): string | null {
  const value = request.query[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function libraryStyle(): string {
  const path = createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css');
  return tidyLibraryStyle(readFileSync(path, 'utf8'));
}
