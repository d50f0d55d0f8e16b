import { App, type Logger, LogLevel } from '@slack/bolt';
import type { Announcer, Messenger } from '../core/index.js';
import { createAnnouncer } from './announce/announcer.js';
import { GuardedClient } from './announce/guarded-client.js';
import { createPlaces, type Places, workspacePlace } from './announce/places.js';
import { codeOf } from './announce/slack-trouble.js';
import type { NamedChannel } from './announce/trouble-words.js';
import type { BotDeps, BotSettings, BotTelemetry, BotTools } from './bot-tools.js';
import { homeView } from './home/home.js';
import { receiveHome } from './home/receive-home.js';
import { receiveLog } from './log-reversal/receive-log.js';
import { manifest } from './manifest/manifest.js';
import { receiveChoices } from './notify/choose-notices.js';
import { createMessenger } from './notify/messenger.js';
import { receiveClicks } from './receiving/clicks.js';
import { receiveCommands } from './receiving/commands.js';
import { receiveEvents } from './receiving/events.js';
import { receiveForms } from './receiving/forms.js';
import { acknowledgeTheRest, createHandled } from './receiving/handled.js';
import { createHttpReceiver, type HttpMount } from './receiving/http-receiver.js';
import { receiveReactions } from './receiving/reactions.js';
import { createSocketReceiver } from './receiving/socket-receiver.js';
import { receiveWorkspaceEvents } from './receiving/workspace-events.js';
import { unfurlLinks } from './unfurl/unfurl-links.js';
import { createWho } from './who/who-speaks.js';
import { receiveQueue } from './work-queue/receive-queue.js';
import { receiveQueueForms } from './work-queue/receive-queue-forms.js';
import { mountInstall } from './workspaces/install.js';
import { withWorkspace } from './workspaces/token-here.js';
import { createWorkspaces } from './workspaces/workspaces.js';

export type Bot = {
  app: App;
  /** Serves POST /slack/events in HTTP mode; call before any body parser. Does nothing in Socket Mode. */
  mount(app: HttpMount): void;
  announcer: Announcer;
  messenger: Messenger;
  /** Who the bot is at Slack; opens the socket in Socket Mode. */
  start(): Promise<{ botUserId: string; team: string | null }>;
  /** Lets running work end, then closes the socket. */
  stop(): Promise<void>;
  /** Who the bot is and which scopes it lacks; Slack's refusal is an answer, not a throw. */
  check(): Promise<{ ok: boolean; account?: string; missingScopes?: string[]; error?: string }>;
  manifest(publicUrl: string): ReturnType<typeof manifest>;
};

/** A Web API call that hangs must not hold an event beyond Slack's patience for long. */
const callTimeoutMs = 8_000;

/** Puts the bot together; talks to nobody before `start` or the first request. */
export function createBot(deps: BotDeps): Bot {
  const { settings, telemetry } = deps;
  const logger = quietLogger(telemetry);
  const web = webClient(deps, logger, 1);
  const workspaces = createWorkspaces(deps, web);
  const { provesEmails } = workspaces;
  const tools: BotTools = { ...deps, web, who: createWho({ ...deps, web, provesEmails }) };
  const handled = createHandled(telemetry);
  const places = createPlaces({
    ...deps,
    home: workspaces.home,
    workspaceOf: workspaces.workspaceOf,
    inWorkspace: workspaces.inWorkspace,
    nameOf: (channelId) => placeNamed(deps, channelId),
  });
  const http = settings.appToken
    ? null
    : createHttpReceiver(requiredSecret(settings), telemetry, logger);
  const receiver = http
    ? http.receiver
    : createSocketReceiver(settings.appToken ?? '', settings.apiUrl, logger);
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    // Not Bolt's own: it would keep a failed auth.test for ever (dist/App.js, singleAuthorization).
    authorize: (source) => workspaces.authorize(source),
    clientOptions: settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {},
  });
  app.error(async (error) => {
    telemetry.warn('chat_request_failed', { code: codeOf(error) });
    throw error;
  });
  // Whatever an event sets going speaks to the workspace it came from, and to no other.
  app.use(async ({ context, next }) => {
    const { botToken, workspace } = context;
    if (botToken === undefined) return next();
    await withWorkspace({ id: String(workspace), token: botToken }, next);
  });
  acknowledgeTheRest(app, telemetry);
  receiveCommands(app, tools, handled);
  receiveClicks(app, tools, handled);
  receiveForms(app, tools, handled);
  receiveLog(app, tools, handled);
  receiveQueue(app, tools, handled);
  receiveQueueForms(app, tools, handled);
  receiveHome(app, tools, handled);
  receiveChoices(app, tools, handled);
  receiveEvents(app, tools, handled);
  receiveReactions(app, tools, handled);
  unfurlLinks(app, tools, handled);
  const { forget, workspaceIn } = workspaces;
  receiveWorkspaceEvents(app, { ...tools, places, forget, workspaceIn }, handled);
  return {
    app,
    mount: (target) => {
      http?.mount(target);
      mountInstall(target, {
        ...deps,
        logger,
        web,
        isNamed: (id) => workspaces.named().includes(id),
        installed: async (id) => {
          await places.ended(workspacePlace(id));
        },
      });
    },
    announcer: createAnnouncer({
      web: webClient(deps, logger, 0),
      places,
      settings,
      telemetry,
      now: deps.now,
    }),
    messenger: atHome(
      places,
      createMessenger({
        ...deps,
        web: webClient(deps, logger, 0),
        homeView: (person) => homeView(tools, person),
      }),
    ),
    start: async () => {
      if (!http) await app.start();
      return workspaces.start(async (id) => {
        await places.ended(workspacePlace(id));
      });
    },
    stop: async () => {
      await handled.drained();
      if (!http) await app.stop();
    },
    check: () => workspaces.check(),
    manifest: (publicUrl) => manifest(publicUrl, settings.appToken !== undefined),
  };
}

/** Each of its calls with the access to the workspace where people are at home. */
function atHome({ atHome: guarded }: Places, messenger: Messenger): Messenger {
  return {
    showWaiting: (...all) => guarded(() => messenger.showWaiting(...all)),
    removeMessage: (...all) => guarded(() => messenger.removeMessage(...all)),
    refreshHome: (...all) => guarded(() => messenger.refreshHome(...all)),
    sendDigest: (...all) => guarded(() => messenger.sendDigest(...all)),
    sendLine: (...all) => guarded(() => messenger.sendLine(...all)),
  };
}

async function placeNamed(deps: BotDeps, id: string): Promise<NamedChannel> {
  if (id === deps.settings.operationsChannel) return { kind: 'operations_channel', id };
  const client = await deps.channelClient(id);
  return client
    ? { kind: 'client_channel', id, client: client.name }
    : { kind: 'other_channel', id };
}

function requiredSecret(settings: BotSettings): string {
  if (settings.signingSecret) return settings.signingSecret;
  throw new Error('slack needs signingSecret (HTTP) or appToken (Socket Mode)');
}

/** `retries` by the client itself: none where a repeat must first look for what was posted. */
function webClient(deps: BotDeps, logger: Logger, retries: number) {
  const { settings } = deps;
  const options = {
    logger,
    timeout: callTimeoutMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries, minTimeout: 200, maxTimeout: 500 },
    ...(settings.apiUrl ? { slackApiUrl: settings.apiUrl } : {}),
  };
  return new GuardedClient(settings.botToken, options, deps);
}

/** The libraries' messages may hold private text: they are counted by level, never written down. */
function quietLogger(telemetry: BotTelemetry): Logger {
  const silent = () => undefined;
  const counted = (level: string) => () => telemetry.count('chat_library_message', { level });
  return {
    debug: silent,
    info: silent,
    warn: counted('warn'),
    error: counted('error'),
    setLevel: silent,
    getLevel: () => LogLevel.INFO,
    setName: silent,
  };
}
