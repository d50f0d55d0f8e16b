/**
 * A Slack workspace in memory: the Web API the app calls, and everything Slack sends to the app,
 * really signed. Mount `router` under a prefix; point the app at `<prefix>/api/`.
 */
import type { Router } from 'express';
import { createAdministration } from './administration.js';
import { ACK_TIMEOUT_MS, createDeliveries, type Delivery, RETRY_DELAYS_MS } from './delivery.js';
import { createFaults, type Fault } from './faults.js';
import { createInteractions } from './interactions.js';
import { messageEvent } from './payloads.js';
import { createPeople } from './people.js';
import { createPlatform, type SlackIdentity } from './platform.js';
import { createTickets, TRIGGER_LIFE_MS } from './tickets.js';
import { openViews } from './views.js';
import { createWebApi, POSTING_LIMIT, type PostingLimit, type WebApiCall } from './web-api.js';
import type { Channel, Ephemeral, Member, Message, View } from './workspace.js';
import {
  directChannel,
  emptyWorkspace,
  findChannel,
  findMember,
  findMessage,
  repliesTo,
  workspaceFromJson,
} from './workspace.js';

export type SlackStandInOptions = {
  identity?: Partial<SlackIdentity>;
  now?: () => Date;
  /** Null switches the limit off. */
  postingLimit?: PostingLimit | null;
  /** Messages of a thread in one page, however many are asked for. */
  repliesMax?: number;
  ackTimeoutMs?: number;
  /** 1 waits as Slack does (at once, 1 min, 5 min); 0.001 makes minutes of a test short. */
  retryScale?: number;
  triggerLifeMs?: number;
  /** Told of every Web API and response URL call: more are made in a long run than are kept. */
  onCall?: (call: WebApiCall) => void;
  persistence?: { load(): string | null; save(json: string): void };
};

export type NewPerson = {
  id?: string;
  name: string;
  email: string;
  isAdmin?: boolean;
  tz?: string;
};

export type NewChannel = {
  id: string;
  name: string;
  /** People's ids; the bot is a member unless `withoutBot`. */
  members: string[];
  isPrivate?: boolean;
  withoutBot?: boolean;
  isArchived?: boolean;
};

export type SlackStandIn = ReturnType<typeof createSlackStandIn>;

const SANDBOX_IDENTITY: SlackIdentity = {
  teamId: 'T0SANDBOX',
  teamDomain: 'sandbox',
  appId: 'A0REVERSAL',
  botId: 'B0REVERSAL',
  botUserId: 'U0REVERSAL',
  botName: 'reversal',
  botToken: 'xoxb-sandbox',
  signingSecret: 'sandbox-signing-secret',
  verificationToken: 'sandbox-verification-token',
};

export function createSlackStandIn(options: SlackStandInOptions = {}) {
  const identity = { ...SANDBOX_IDENTITY, ...options.identity };
  const now = options.now ?? (() => new Date());
  const saved = options.persistence?.load() ?? null;
  const workspace = (saved === null ? null : workspaceFromJson(saved)) ?? emptyWorkspace();
  const watchers = new Set<() => void>();
  const calls: WebApiCall[] = [];
  const faults = createFaults();
  const revoked = new Map<string, string>();
  let place: { baseUrl: string; eventsUrl: string } | null = null;
  let version = 0;

  const deliveries = createDeliveries({
    signingSecret: identity.signingSecret,
    target: () => place?.eventsUrl ?? null,
    now,
    ackTimeoutMs: options.ackTimeoutMs ?? ACK_TIMEOUT_MS,
    retryDelaysMs: RETRY_DELAYS_MS.map((ms) => ms * (options.retryScale ?? 1)),
  });
  const platform = createPlatform({
    identity,
    workspace,
    deliveries,
    now,
    baseUrl: () => place?.baseUrl ?? 'http://127.0.0.1',
    changed() {
      version += 1;
      options.persistence?.save(JSON.stringify(workspace));
      for (const watcher of watchers) watcher();
    },
  });
  const tickets = createTickets(platform, options.triggerLifeMs ?? TRIGGER_LIFE_MS);
  const router: Router = createWebApi({
    platform,
    tickets,
    faults,
    calls,
    onCall: options.onCall,
    revoked,
    repliesMax: options.repliesMax,
    postingLimit: options.postingLimit === undefined ? POSTING_LIMIT : options.postingLimit,
  });

  if (!findMember(workspace, identity.botUserId)) workspace.members.push(botMember(identity));

  return {
    identity,
    router,
    ...createPeople(platform, tickets),
    ...createInteractions(platform, tickets),
    ...createAdministration(platform, revoked),

    /** Where the stand-in is mounted, and where the hub hears (`…/slack/events`). */
    connect(where: { baseUrl: string; eventsUrl: string }): void {
      place = { ...where, baseUrl: where.baseUrl.replace(/\/$/, '') };
    },

    /** The person's id. One already there, by id or e-mail, is brought up to date. */
    addUser(person: NewPerson): string {
      const handle = person.email.split('@')[0] ?? person.email;
      const existing = workspace.members.find(
        (m) => !m.isBot && (m.id === person.id || m.email === person.email),
      );
      const member: Member = {
        id: person.id ?? existing?.id ?? platform.nextId('U'),
        handle,
        realName: person.name,
        email: person.email,
        isAdmin: person.isAdmin ?? false,
        isBot: false,
        tz: person.tz ?? 'Etc/UTC',
      };
      if (existing) Object.assign(existing, member);
      else workspace.members.push(member);
      directChannel(workspace, member.id, identity.botUserId);
      platform.changed();
      return member.id;
    },

    addChannel(channel: NewChannel): void {
      const bot = channel.withoutBot ? [] : [identity.botUserId];
      const made: Channel = {
        id: channel.id,
        name: channel.name,
        kind: channel.isPrivate ? 'group' : 'channel',
        members: [...new Set([...channel.members, ...bot])],
        isArchived: channel.isArchived ?? false,
        createdSeconds: Math.floor(now().getTime() / 1000),
      };
      const existing = findChannel(workspace, channel.id);
      if (existing) Object.assign(existing, made, { createdSeconds: existing.createdSeconds });
      else workspace.channels.push(made);
      platform.changed();
    },

    people: (): Member[] => workspace.members.filter((member) => !member.isBot),
    member: (id: string): Member | undefined => findMember(workspace, id),
    channels: (): Channel[] => workspace.channels,
    directChannelOf: (userId: string): Channel =>
      directChannel(workspace, userId, identity.botUserId),
    /** All messages of a channel, replies too, oldest first. */
    messages: (channel: string): Message[] =>
      workspace.messages.filter((message) => message.channel === channel),
    replies: (channel: string, threadTs: string): Message[] =>
      repliesTo(workspace, channel, threadTs),
    ephemerals: (userId: string, channel?: string): Ephemeral[] =>
      workspace.ephemerals.filter(
        (kept) => kept.to === userId && (channel === undefined || kept.channel === channel),
      ),
    /** Open forms, lowest first. */
    views: (userId: string): View[] => openViews(platform, userId),
    home: (userId: string): View | undefined => workspace.homes[userId],

    /** How many chat.postMessage calls with this metadata were carried out, deleted ones too. */
    postCount(wanted: { eventType?: string; payload?: Record<string, unknown> } = {}): number {
      return workspace.posts.filter(({ metadata }) => {
        if (wanted.eventType !== undefined && metadata?.event_type !== wanted.eventType) {
          return false;
        }
        return Object.entries(wanted.payload ?? {}).every(
          ([key, value]) => metadata?.event_payload[key] === value,
        );
      }).length;
    },

    /** Everything sent to the hub, oldest first. */
    deliveries: deliveries.log,
    /** Every Web API and response URL call, oldest first. */
    calls,
    inject: (fault: Fault): void => faults.inject(fault),
    faultsLeft: (): Fault[] => faults.left(),
    clearFaults: (): void => faults.clear(),

    /** Sends an event once more as it was, under its own id; as a retry where its ack was lost. */
    redeliver(eventId?: string, lostAck?: 'ack was lost'): Promise<Delivery> {
      const events = deliveries.log.filter((delivery) => delivery.kind === 'event');
      const wanted = eventId
        ? events.find((delivery) => delivery.eventId === eventId)
        : events.at(-1);
      if (!wanted) throw new Error('no such event was sent');
      return deliveries.send({
        kind: 'event',
        contentType: 'application/json',
        body: wanted.body,
        eventId: wanted.eventId ?? undefined,
        isRetried: true,
        ...(lostAck ? { retryReason: 'http_timeout' } : {}),
      });
    },

    /** Sends the same message as another event: duplicates with different event ids do occur. */
    messageUnderNewEventId(channelId: string, ts: string): Promise<Delivery> {
      const channel = findChannel(workspace, channelId);
      const message = findMessage(workspace, channelId, ts);
      if (!channel || !message) throw new Error(`no such message: ${channelId} ${ts}`);
      return platform.emit(messageEvent(platform, message, channel), channel);
    },

    version: (): number => version,
    /** Called after every change; the answer stops it. */
    onChange(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    /** Resolves when no delivery is under way, waiting retries included. */
    idle: (): Promise<void> => deliveries.idle(),
    close: (): void => deliveries.close(),
  };
}

function botMember(identity: SlackIdentity): Member {
  return {
    id: identity.botUserId,
    handle: identity.botName,
    realName: 'Reversal Hub',
    email: '',
    isAdmin: false,
    isBot: true,
    tz: 'Etc/UTC',
  };
}
