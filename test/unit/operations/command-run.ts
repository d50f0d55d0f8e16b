import type { ApiKey } from '../../../core/access/access-book.js';
import { chainHash, chainStart, type HistoryRow } from '../../../core/audit/chain.js';
import { makeReport } from '../../../core/insight/report.js';
import type { ConnectionHealth, DeadLetter } from '../../../core/intake/source-book.js';
import { allOperations } from '../../../core/operations/all-operations.js';
import { type CommandLineDeps, runCommandLine } from '../../../core/operations/command-line.js';
import type { HandedIn, HubConfiguration, HubParts } from '../../../core/operations/hub-parts.js';
import type { Operation } from '../../../core/operations/operation.js';
import { OutputClosed, type Terminal } from '../../../core/operations/terminal.js';
import type { ClientFacts } from '../../../core/reversals/ports.js';
import type { Person } from '../../../core/reversals/reversal.js';

/** What a command said and how it ended. */
export type CommandRun = { code: number; out: string; err: string };

export const noon = new Date('2026-03-02T12:00:00Z');

export const manager: Person = {
  id: 'p-manager',
  email: 'manager@northwind.example',
  name: 'First Manager',
  role: 'manager',
  clients: ['acme', 'globex'],
  chatUserId: null,
  timezone: null,
};

export const configuration: HubConfiguration = {
  file: 'hub.config.yaml',
  settings: {
    organization: 'Northwind Support',
    server: { port: 3000, publicUrl: 'https://hub.example' },
    encryption: { masterKey: Buffer.alloc(32).toString('base64') },
    people: [{ email: manager.email, name: manager.name, role: 'manager', clients: ['acme'] }],
    policies: {},
    clients: [{ id: 'acme', name: 'Acme', currency: 'USD', timezone: 'UTC' }],
    connections: [],
    timing: { writeBackSeconds: 30, leaseSeconds: 30 },
  },
  connections: [],
  isEmbedded: false,
  dataDir: 'data',
  socketPath: null,
};

/** A terminal that remembers; `closedAfter` writes its stdout is closed, as by `| head`. */
export function memoryTerminal(
  stdin: AsyncIterable<string> = piecesOf([]),
  { isTty = false, closedAfter = Number.POSITIVE_INFINITY } = {},
): { terminal: Terminal; said: { out: string; err: string } } {
  const said = { out: '', err: '' };
  let writes = 0;
  return {
    said,
    terminal: {
      stdin,
      isTty,
      stdout: {
        write: async (text) => {
          writes += 1;
          if (writes > closedAfter) throw new OutputClosed('EPIPE');
          said.out += text;
        },
      },
      stderr: {
        write: async (text) => {
          said.err += text;
        },
      },
    },
  };
}

export async function* piecesOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

const handedIn: HandedIn = {
  start: async () => 0,
  readOtherConfiguration: async () => ({ ok: true, configuration }),
  understandAnswer: () => ({ decision: 'none', amount: null, reason: null }),
  understandQuestion: () => ({ understood: false, measure: 'list', filter: {}, said: '' }),
  chatManifest: (publicUrl, isSocket) => ({ publicUrl, isSocket }),
};

const acme: ClientFacts = {
  id: 'acme',
  name: 'Acme',
  currency: 'USD',
  timezone: 'America/New_York',
  policy: null,
  chatChannelId: null,
  dueBuffer: null,
};
const globex = { ...acme, id: 'globex', name: 'Globex', timezone: 'Europe/Berlin' };

/** Books that hold what the test puts in; only what operations use. */
export function fakeParts(more: Partial<HubParts> = {}): HubParts & { keys: ApiKey[] } {
  const keys: ApiKey[] = [];
  return {
    keys,
    directory: {
      byEmail: async (email) => (email === manager.email ? manager : null),
      all: async () => [manager],
    },
    access: {
      addKey: async ({ prefix, scopes, clients, at }) => {
        const rest = { createdAt: at, lastUsedAt: null, revokedAt: null };
        keys.push({
          id: `k-${keys.length + 1}`,
          prefix,
          person: manager,
          scopes,
          clients,
          ...rest,
        });
        return `k-${keys.length}`;
      },
      keys: async () => keys,
      revokeKey: async (name, at) => {
        const key = keys.find((one) => one.prefix === name && one.revokedAt === null);
        if (key) key.revokedAt = at;
        return key !== undefined;
      },
      addSignIn: async () => undefined,
    },
    sources: {
      connections: async () => [health('acme-zendesk')],
      deadLetters: async () => [],
      retryDeadLetters: async (ids) => ids?.length ?? 0,
    },
    retryNotices: async () => [],
    effects: {
      waiting: async () => ({ pending: 0, held: 0, failed: 0, oldestAt: null }),
      givenUp: async () => [],
      retryGivenUp: async (ids) => ids?.length ?? 0,
    },
    learning: {
      clients: async () => [],
      model: async () => null,
      evaluate: async () => {
        throw new Error('nothing was to be evaluated');
      },
      train: async () => {
        throw new Error('nothing was to be trained');
      },
    },
    subjectRights: { erase: async () => ({ result: 'nobody' }), findForExport: async () => null },
    past: {
      entriesSince: () => chainsOf([]) as never,
      everybody: async () => [manager],
      inForce: async () => new Map(),
    },
    reversals: { byId: async () => null, messages: async () => [], history: async () => [] },
    desk: {
      log: async () => {
        throw new Error('nothing was to be logged');
      },
      recordPayment: async () => {
        throw new Error('no payment was to be recorded');
      },
    },
    historyChains: () => chainsOf([]),
    sync: async () => ({ listed: 0, judged: 0, waiting: 0, quarantined: 0, failure: null }),
    checkCompleteness: async () => [],
    checkDatabase: async () => ({ ok: true, engine: 'postgresql', applied: 2, missing: [] }),
    checkQueue: async () => ({ ok: true, backend: 'redis', waiting: 0, failed: 0 }),
    chatTroubles: async () => [],
    clients: async () => [acme, globex],
    report: (asked) =>
      makeReport(
        {
          store: { measure: async () => [] },
          insight: {
            medianDecisionMs: async () => null,
            clientWait: async () => ({ count: 0, medianMs: null }),
          },
        },
        asked,
      ),
    checkChat: async () => ({ ok: true, account: 'hub in Northwind' }),
    checkConnections: async () => [
      { id: 'acme-zendesk', connector: 'zendesk', ok: true, account: 'hub@northwind.example' },
    ],
    ...more,
  };
}

export function health(id: string, more: Partial<ConnectionHealth> = {}): ConnectionHealth {
  return {
    id,
    connector: 'zendesk',
    clientId: 'acme',
    isActive: true,
    actFrom: noon,
    cursor: null,
    lastPolledAt: noon,
    lastSucceededAt: noon,
    failure: null,
    failingSince: null,
    stuck: null,
    incident: null,
    newsAt: null,
    subscription: null,
    completeness: null,
    pending: 0,
    quarantined: 0,
    judged: 0,
    ...more,
  };
}

export function deadLetter(id: string): DeadLetter {
  const rest = { reason: 'unreadable_ticket', attempts: 3, since: noon };
  return { id, connectionId: 'acme-zendesk', externalId: '35436', ...rest };
}

export async function* chainsOf(chains: readonly (readonly HistoryRow[])[]) {
  for (const rows of chains) yield { chain: rows[0]?.chain ?? 'empty', rows };
}

/** A sound chain of so many entries. */
export function chainOf(chain: string, length: number): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const previousHash = rows.at(-1)?.hash ?? chainStart;
    const entry = {
      chain,
      sequence,
      reversalId: null,
      subjectId: null,
      at: noon,
      actorKind: 'hub',
      personId: null,
      connectionId: null,
      surface: 'hub',
      action: 'log',
      facts: '{}',
      values: null,
    };
    rows.push({ ...entry, previousHash, hash: chainHash(entry, previousHash) });
  }
  return rows;
}

type CommandWorld = {
  operations?: readonly Operation[];
  parts?: HubParts;
  hub?: CommandLineDeps['hub'];
  handedIn?: Partial<HandedIn>;
  memory?: ReturnType<typeof memoryTerminal>;
  stdin?: readonly string[];
  signal?: AbortSignal;
  now?: () => Date;
  onBug?: CommandLineDeps['onBug'];
};

/** Runs one command line, words parted by spaces, as main.ts would. */
export async function command(line: string, world: CommandWorld = {}): Promise<CommandRun> {
  const { terminal, said } = world.memory ?? memoryTerminal(piecesOf(world.stdin ?? []));
  const parts = world.parts ?? fakeParts();
  const code = await runCommandLine(
    line.split(' ').filter((word) => word !== ''),
    {
      operations: world.operations ?? allOperations,
      terminal,
      hub: world.hub ?? { kind: 'running', configuration, parts },
      handedIn: { ...handedIn, ...world.handedIn },
      version: '0.1.0',
      now: world.now ?? (() => noon),
      randomBytes: (size) => Buffer.alloc(size, 7),
      signal: world.signal ?? new AbortController().signal,
      onBug:
        world.onBug ??
        ((_command, error) => {
          throw error;
        }),
    },
  );
  return { code, ...said };
}

/** A hub that this process opens itself. */
export function separateHub(
  more: Partial<Extract<CommandLineDeps['hub'], { kind: 'separate' }>> = {},
): CommandLineDeps['hub'] {
  return {
    kind: 'separate',
    readConfiguration: async () => ({ ok: true, configuration }),
    openParts: async () => ({ ok: true, parts: fakeParts(), close: async () => undefined }),
    forward: async () => null,
    ...more,
  };
}
