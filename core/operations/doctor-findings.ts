import { type ChatTrouble, userRemoved } from '../effects/chat-troubles.js';
import type { StoredModel } from '../intake/learning/training-book.js';
import type { ConnectionHealth } from '../intake/source-book.js';
import type {
  ChatCheck,
  ConnectionCheck,
  DatabaseCheck,
  HubConfiguration,
  QueueCheck,
  Trouble,
} from './hub-parts.js';

/** What doctor found at one place; `mend` says what a person can do, null where nothing is to do. */
export type Finding = {
  area:
    | 'settings'
    | 'database'
    | 'queue'
    | 'chat'
    | 'connection'
    | 'effects'
    | 'items'
    | 'model'
    | 'rest';
  name: string | null;
  state: 'ok' | 'notice' | 'wrong';
  found: string;
  mend: string | null;
};

const fine = (area: Finding['area'], name: string | null, found: string): Finding => ({
  area,
  name,
  state: 'ok',
  found,
  mend: null,
});

export function settingsFinding({ file, settings }: HubConfiguration): Finding {
  const { clients, people, connections } = settings;
  const counts = `${clients.length} clients, ${people.length} people, ${connections.length} connections`;
  return fine('settings', null, `${file ?? 'sandbox'}: ${counts}`);
}

export function troubleFinding({ area, found, mend }: Trouble): Finding {
  return { area, name: null, state: 'wrong', found, mend };
}

export function databaseFinding(check: DatabaseCheck): Finding {
  const engine = check.engine === 'embedded' ? 'embedded' : 'PostgreSQL';
  if (!check.ok) {
    const mend =
      check.engine === 'embedded'
        ? 'see that the data directory exists, is writable and has room'
        : 'see that the server runs and that database.url names it, its user and its password';
    const found = `${engine} does not answer (${check.code})`;
    return { area: 'database', name: null, state: 'wrong', found, mend };
  }
  if (check.missing.length > 0) {
    const found = `${engine} lacks migrations: ${check.missing.join(', ')}`;
    const mend = 'start the hub, which applies them, or run prisma migrate deploy';
    return { area: 'database', name: null, state: 'wrong', found, mend };
  }
  return fine('database', null, `${engine}, ${check.applied} migrations applied`);
}

export function queueFinding(check: QueueCheck): Finding {
  const place = check.backend === 'redis' ? 'Redis' : 'on the database';
  if (!check.ok) {
    const mend =
      check.backend === 'redis'
        ? 'see that Redis (6.2 or newer) runs and that queue.redisUrl names it; nothing is lost meanwhile'
        : 'mend the database first; nothing is lost meanwhile';
    const found = `${place}: does not answer (${check.code})`;
    return { area: 'queue', name: null, state: 'wrong', found, mend };
  }
  return fine('queue', null, `${place}: ${check.waiting} waiting, ${check.failed} failed`);
}

export function chatFinding(check: ChatCheck | null): Finding {
  if (check === null) {
    const found = 'not configured: no cards are posted';
    const mend = 'put slack into the configuration; hub slack manifest prints the app to create';
    return { area: 'chat', name: null, state: 'notice', found, mend };
  }
  const missing = check.missingScopes ?? [];
  if (missing.length > 0) {
    const found = `scopes are missing: ${missing.join(', ')}`;
    const mend = 'update the app with hub slack manifest, then install it to the workspace again';
    return { area: 'chat', name: null, state: 'wrong', found, mend };
  }
  if (check.error === 'not_installed') {
    const found = `not installed in ${check.workspace ?? 'any workspace'}`;
    const mend = 'open /slack/install at the hub’s address and install the app there';
    return { area: 'chat', name: null, state: 'wrong', found, mend };
  }
  if (!check.ok) {
    const found = `refused (${check.error ?? 'unknown'})`;
    const mend = 'see that slack.botToken is the Bot User OAuth Token of the installed app';
    return { area: 'chat', name: null, state: 'wrong', found, mend };
  }
  return fine('chat', null, check.account ?? 'signed in');
}

/** A workspace, channel or user that a person must see to; the words are those told in chat. */
export function chatTroubleFinding({ place, code, text }: ChatTrouble): Finding {
  // Who left is missed by nobody but the policies that name them.
  const state = code === userRemoved ? 'notice' : 'wrong';
  return { area: 'chat', name: place, state, found: code, mend: text };
}

/** What a person can do, by the kind of trouble a connector tells. */
const connectionMends = {
  wait: 'nothing: the vendor asks to wait, and the hub tries again by itself',
  retry: 'see that its baseUrl is right and can be reached from here; the hub keeps trying',
  re_authorise: 'make new credentials at the vendor and put them where its settings name them',
  give_up: 'see that its baseUrl and account are right; the vendor refuses for good',
  unreadable: 'see that its baseUrl is the vendor’s own API and no other page; else report it',
} as const;

/** How the connection answers now, and what its last poll met. */
export function connectionFinding(
  check: ConnectionCheck,
  health: Pick<
    ConnectionHealth,
    'lastSucceededAt' | 'failure' | 'stuck' | 'incident' | 'newsAt' | 'subscription'
  > | null,
): Finding {
  const { id: name, connector } = check;
  if (!check.ok && check.kind === 'resting') {
    const found = `${connector} is not part of this version: it rests`;
    return { area: 'connection', name, state: 'notice', found, mend: null };
  }
  if (!check.ok && check.kind !== 'resting') {
    const state = check.kind === 'wait' ? 'notice' : 'wrong';
    const found = `${connector}: ${check.code}`;
    return { area: 'connection', name, state, found, mend: connectionMends[check.kind] };
  }
  const account = check.ok ? check.account : '';
  if (health?.failure) {
    const found = `${connector} as ${account} answers, but its last poll failed: ${health.failure}`;
    const mend = `hub sync ${name} tries again now`;
    return { area: 'connection', name, state: 'notice', found, mend };
  }
  if (health?.stuck) {
    const { items, code, refused, since } = health.stuck;
    const found = `${connector} as ${account} answers, but ${items} listed items cannot be fetched since ${since.toISOString()}: ${code}`;
    const mend = refused
      ? 'see that its credentials may read every ticket, thread and what hangs on it; then they are read by themselves'
      : 'nothing is lost: each is asked for again by itself, ever more seldom; where it lasts, ask the vendor';
    return { area: 'connection', name, state: refused ? 'wrong' : 'notice', found, mend };
  }
  if (health?.incident === 'silent') {
    const found = `${connector} as ${account} answers, but told of nothing new since ${health.newsAt?.toISOString() ?? 'long'}`;
    const mend =
      'see at the source whether something changed there: a trigger, a forwarding rule, a permission';
    return { area: 'connection', name, state: 'notice', found, mend };
  }
  if (health?.subscription) {
    const { failure, since } = health.subscription;
    const found = `${connector} as ${account} is read, but sends no notices since ${since.toISOString()}: ${failure}`;
    const mend =
      'see that the topic, its permission to publish and the subscription are as docs/operating.md says; asked for again every six hours';
    return { area: 'connection', name, state: 'notice', found, mend };
  }
  const last = health?.lastSucceededAt?.toISOString();
  if (check.webhookUrl) {
    if (last) return fine('connection', name, `${connector} as ${account}; last sent to ${last}`);
    const found = `${connector} as ${account}: nothing was sent yet`;
    const mend = `enter ${check.webhookUrl} at the vendor as the address of its webhook`;
    return { area: 'connection', name, state: 'notice', found, mend };
  }
  return fine('connection', name, `${connector} as ${account}; last read ${last ?? 'never'}`);
}

/** What the nightly comparison with the vendor's own list left open. */
export function completenessFinding(
  health: Pick<ConnectionHealth, 'id' | 'completeness'>,
): Finding[] {
  const { id: name, completeness } = health;
  const said: [string, string][] = [];
  if (completeness && completeness.gaps > 0) {
    const found = `${completeness.missing} items listed at the source and not read here`;
    said.push([
      found,
      `hub completeness ${name} compares again; what is missing is read by itself`,
    ]);
  }
  if (completeness?.unknownSince) {
    const found = `nobody can vouch for what came since ${completeness.unknownSince}`;
    said.push([found, `hub completeness ${name} says why, and compares again`]);
  }
  return said.map(([found, mend]) => ({ area: 'items', name, state: 'notice', found, mend }));
}

/** Committed effects are delivered within seconds; one this old has met trouble. */
const effectLateMs = 15 * 60_000;

/** Cards, notes and notices that were committed and could not be delivered. */
export function effectsFinding(
  waiting: { pending: number; held: number; failed: number; oldestAt: Date | null },
  now: Date,
): Finding[] {
  const { held, failed, pending, oldestAt } = waiting;
  if (held > 0 || failed > 0) {
    const found = `${held} held until something is mended, ${failed} given up`;
    const again = failed > 0 ? '; hub dead-letters retry sends those given up again' : '';
    const mend = `mend chat and connections as told above; held ones then go out by themselves${again}`;
    return [{ area: 'effects', name: null, state: held > 0 ? 'wrong' : 'notice', found, mend }];
  }
  if (oldestAt && now.getTime() - oldestAt.getTime() > effectLateMs) {
    const found = `${pending} waiting, the oldest since ${oldestAt.toISOString()}`;
    const mend = 'see that a hub with the role worker runs';
    return [{ area: 'effects', name: null, state: 'wrong', found, mend }];
  }
  return [fine('effects', null, `${pending} waiting`)];
}

export function deadLetterFinding(count: number): Finding[] {
  if (count === 0) return [];
  const found = `${count} source ${count === 1 ? 'item was' : 'items were'} put aside unread`;
  const mend =
    'hub dead-letters list shows why; hub dead-letters retry reads them again, or says what else can be done';
  return [{ area: 'items', name: null, state: 'notice', found, mend }];
}

/** A client's last training that was refused; the reading stays as it was. */
export function modelFindings(
  models: readonly { client: string; model: StoredModel | null }[],
): Finding[] {
  return models.flatMap(({ client: name, model }): Finding[] => {
    const attempt = model?.attempt;
    if (attempt?.result !== 'refused') return [];
    const found = `the model trained ${attempt.at.slice(0, 10)} was refused: it ${attempt.why ?? ''}`;
    const mend = `hub model evaluate --client ${name} shows figures; more corrections mend it by themselves`;
    return [{ area: 'model', name, state: 'notice', found, mend }];
  });
}
