/** Everything one Slack workspace remembers. Plain data, so that it can be saved as JSON and loaded again. */

export type Json = Record<string, unknown>;
export type Block = Json & { type: string };
export type MessageMetadata = { event_type: string; event_payload: Json };

export type Member = {
  id: string;
  handle: string;
  realName: string;
  email: string;
  isAdmin: boolean;
  isBot: boolean;
  tz: string;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'channel' | 'group' | 'im';
  members: string[];
  isArchived: boolean;
  createdSeconds: number;
};

/** A shared file; without a permalink the workspace may not look into it (file_access). */
export type SharedFile = { id: string; name?: string; permalink?: string };

export type Message = {
  ts: string;
  channel: string;
  user: string;
  isFromBot: boolean;
  text: string;
  blocks?: Block[];
  metadata?: MessageMetadata;
  threadTs?: string;
  subtype?: string;
  username?: string;
  clientMsgId?: string;
  edited?: { user: string; ts: string };
  isBroadcast?: boolean;
  unfurls?: Record<string, unknown>;
  /** Comes with subtype file_share (docs.slack.dev/reference/events/message.file_share). */
  files?: readonly SharedFile[];
  reactions: { name: string; users: string[] }[];
};

/** A message one person alone can see; it is in no history and has no lasting place. */
export type Ephemeral = {
  ts: string;
  channel: string;
  to: string;
  text: string;
  blocks?: Block[];
  threadTs?: string;
  /** Set where Slack itself speaks, not the app. */
  isFromSlack: boolean;
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  ownerId: string;
  title?: Json;
  submit?: Json;
  close?: Json;
  blocks: Block[];
  privateMetadata: string;
  callbackId: string;
  externalId: string;
  state: { values: Record<string, Record<string, Json>> };
  hash: string;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  rootViewId: string;
  previousViewId: string | null;
  errors: Record<string, string>;
};

export type Workspace = {
  version: 1;
  members: Member[];
  channels: Channel[];
  messages: Message[];
  ephemerals: Ephemeral[];
  /** Open forms of each person, lowest first. */
  modals: Record<string, View[]>;
  homes: Record<string, View>;
  /** Every chat.postMessage ever carried out, deleted ones too: what "exactly one card" is counted by. */
  posts: { channel: string; ts: string; metadata?: MessageMetadata }[];
  lastTsMicros: number;
  counter: number;
};

export function emptyWorkspace(): Workspace {
  return {
    version: 1,
    members: [],
    channels: [],
    messages: [],
    ephemerals: [],
    modals: {},
    homes: {},
    posts: [],
    lastTsMicros: 0,
    counter: 0,
  };
}

/** Null where the text is not a workspace this version wrote. */
export function workspaceFromJson(text: string): Workspace | null {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return (parsed as { version?: unknown }).version === 1 ? (parsed as Workspace) : null;
}

export function findMember(workspace: Workspace, id: string): Member | undefined {
  return workspace.members.find((member) => member.id === id);
}

export function findChannel(workspace: Workspace, id: string): Channel | undefined {
  return workspace.channels.find((channel) => channel.id === id);
}

export function findMessage(
  workspace: Workspace,
  channel: string,
  ts: string,
): Message | undefined {
  return workspace.messages.find((message) => message.channel === channel && message.ts === ts);
}

/** Oldest first, the parent not among them. */
export function repliesTo(workspace: Workspace, channel: string, threadTs: string): Message[] {
  return workspace.messages.filter(
    (message) =>
      message.channel === channel && message.threadTs === threadTs && message.ts !== threadTs,
  );
}

/** The direct-message channel between a person and the bot; made where there is none. */
export function directChannel(workspace: Workspace, personId: string, botId: string): Channel {
  const existing = workspace.channels.find(
    (channel) => channel.kind === 'im' && channel.members.includes(personId),
  );
  if (existing) return existing;
  const made: Channel = {
    id: `D${personId.slice(1)}`,
    name: 'directmessage',
    kind: 'im',
    members: [personId, botId],
    isArchived: false,
    createdSeconds: 0,
  };
  workspace.channels.push(made);
  return made;
}
