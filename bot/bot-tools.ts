import type { webApi } from '@slack/bolt';
import type {
  CardBook,
  ChatInstallations,
  ChatPace,
  ChatTroubles,
  ClientFacts,
  Desk,
  Directory,
  Drafts,
  ExportFilter,
  ExportLink,
  Person,
  PersonBook,
  Report,
  ReportRequest,
  Surface,
} from '../core/index.js';
import type { Block } from './cards/limits.js';
import type { Reading } from './reading-port.js';

export type BotSettings = {
  /** One workspace; where it is left out, those where the app is installed by OAuth. */
  botToken?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  stateSecret?: string | undefined;
  /** Channels whose workspace the configuration names. */
  workspaceOfChannel?: ReadonlyMap<string, string> | undefined;
  /** Where the support company's own people are; where it is left out, the bot token's. */
  homeWorkspace?: string | null | undefined;
  /** HTTP mode: requests are signed with it. */
  signingSecret?: string | undefined;
  /** Socket Mode: set instead of the signing secret. */
  appToken?: string | undefined;
  apiUrl?: string | undefined;
  operationsChannel?: string | undefined;
};

/** Counts and constant-named warnings; never text that a person wrote. */
export type BotTelemetry = {
  count(name: string, labels?: Readonly<Record<string, string>>): void;
  warn(event: string, fields: Readonly<Record<string, string | number | boolean>>): void;
};

/** Everything the bot needs from outside. */
export type BotDeps = {
  settings: BotSettings;
  desk: Desk;
  directory: Directory;
  cards: CardBook;
  troubles: ChatTroubles;
  installations: ChatInstallations;
  pace: ChatPace;
  report(asked: ReportRequest): Promise<Report>;
  /** A link of this person's own to what the filter finds, and one that signs them in first. */
  exportLink(person: Person, filter: ExportFilter): Promise<ExportLink>;
  /** What people began to log and did not send. */
  drafts: Drafts;
  people: PersonBook;
  /** Somebody was removed from chat: nobody stands in for them or through them any more. */
  leftChat(person: Person): Promise<void>;
  /** Brings every undecided entry in line with who is there: turns, and the fallback where nobody is. */
  keepTurns(): Promise<void>;
  reading: Reading;
  /** The client whose Slack channel this is, or null. */
  channelClient(chatChannelId: string): Promise<ClientFacts | null>;
  /**
   * Records a message that holds card data, of these kinds; null closes the incident, where there is
   * one, as the message holds none any more.
   */
  noteCardData(
    message: { channelId: string; messageId: string; clientId: string | null },
    findings: readonly { kind: string }[] | null,
  ): Promise<void>;
  /** True when something on its way to chat holds card data; asked of every payload. */
  holdsCardData(payload: unknown): boolean;
  publicUrl: string;
  now: () => Date;
  telemetry: BotTelemetry;
};

/** What the user tasks work with. */
export type BotTools = BotDeps & {
  web: webApi.WebClient;
  /** Speaker → person; null for a stranger. */
  who(chatUserId: string): Promise<Person | null>;
};

/**
 * Who asks, where, and the client that place is limited to (null: no client's channel). What is said to
 * them alone is written in `locale`; what others read too takes the client's.
 */
export type Asker = {
  person: Person;
  chatUserId: string;
  channelId: string | null;
  place: ClientFacts | null;
  surface: Surface;
  locale: string;
};

/** What the bot says. `text` is the plain fallback of `blocks`. */
export type Answer = { text: string; blocks?: Block[] | undefined };
