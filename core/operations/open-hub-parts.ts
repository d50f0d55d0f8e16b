import type { Readiness } from '../http/web-deps.js';
import { makeReport } from '../insight/report.js';
import { checkCompleteness } from '../intake/completeness.js';
import type { IntakeTools, OpenConnection } from '../intake/intake.js';
import { evaluateClient, type LearnTools, trainClient } from '../intake/learning/learn.js';
import { checkConnection } from '../intake/open-connections.js';
import { retryNotices } from '../intake/retry-notices.js';
import { syncConnection } from '../intake/sync.js';
import type { OpenPush } from '../intake/take-notices.js';
import type { Jobs } from '../jobs/queue.js';
import type { Storage } from '../storage/storage.js';
import type {
  ChatCheck,
  DatabaseCheck,
  HubConfiguration,
  HubParts,
  QueueCheck,
} from './hub-parts.js';

type Opened = {
  storage: Storage;
  jobs: Jobs;
  connections: ReadonlyMap<string, OpenConnection>;
  pushed: ReadonlyMap<string, OpenPush>;
  intake: IntakeTools;
  desk: HubParts['desk'];
  learning: LearnTools;
  checkChat: (() => Promise<ChatCheck>) | null;
  configuration: HubConfiguration;
};

/** The open hub as commands and health pages use it. Checks answer with values. */
export function hubPartsOf(opened: Opened): HubParts & { ready(): Promise<Readiness> } {
  const { storage, jobs, connections, intake, learning, configuration } = opened;
  const backend = configuration.settings.queue?.redisUrl === undefined ? 'database' : 'redis';

  const checkDatabase = async (): Promise<DatabaseCheck> => {
    const { engine } = storage.database;
    try {
      return { ok: true, engine, ...(await storage.migrationState()) };
    } catch (error) {
      return { ok: false, engine, code: codeOf(error) };
    }
  };
  const checkQueue = async (): Promise<QueueCheck> => {
    try {
      const kinds = Object.values(await jobs.health());
      const sum = (name: 'waiting' | 'failed') =>
        kinds.reduce((total, one) => total + one[name], 0);
      return { ok: true, backend, waiting: sum('waiting'), failed: sum('failed') };
    } catch (error) {
      return { ok: false, backend, code: codeOf(error) };
    }
  };

  return {
    directory: storage.directory,
    access: storage.access,
    sources: storage.sources,
    retryNotices: (letters) => retryNotices(intake, opened.pushed, letters),
    effects: storage.effects,
    learning: {
      clients: storage.training.clients,
      model: storage.training.model,
      evaluate: (clientId) => evaluateClient(learning, clientId),
      train: (clientId) => trainClient(learning, clientId),
    },
    subjectRights: storage.subjectRights,
    reversals: storage.reversals,
    clients: storage.reversals.clients,
    report: (asked) => makeReport({ store: storage.reversals, insight: storage.insight }, asked),
    past: storage.past,
    desk: opened.desk,
    historyChains: () => storage.historyChains(),
    sync: (connectionId, range, progress, signal) => {
      const open = connections.get(connectionId);
      if (!open) {
        return Promise.resolve({
          listed: 0,
          judged: 0,
          waiting: 0,
          quarantined: 0,
          failure: 'not_open',
        });
      }
      return syncConnection(intake, open, range, progress, signal);
    },
    checkCompleteness: async (connectionId, days, signal) => {
      const open = connections.get(connectionId);
      const tools = { ...intake, days: storage.completeness };
      return open ? checkCompleteness(tools, open, days, signal) : [];
    },
    checkDatabase,
    checkQueue,
    chatTroubles: storage.chatTroubles.open,
    checkChat: async () => (opened.checkChat ? opened.checkChat() : null),
    checkConnections: () =>
      Promise.all(
        configuration.connections.map(async ({ id, connectorId }) => {
          const open = connections.get(id) ?? opened.pushed.get(id);
          if (!open)
            return {
              id,
              connector: connectorId,
              ok: false,
              kind: 'resting',
              code: 'resting',
            } as const;
          const checked = await checkConnection(open.connection);
          const pushedTo = opened.pushed.has(id)
            ? { webhookUrl: `${configuration.settings.server.publicUrl}/webhooks/${id}` }
            : {};
          return checked.ok
            ? { id, connector: connectorId, ...pushedTo, ok: true, account: checked.account }
            : {
                id,
                connector: connectorId,
                ...pushedTo,
                ok: false,
                kind: checked.error.kind,
                code: checked.error.code,
              };
        }),
      ),
    ready: async () => {
      const [database, queue] = await Promise.all([checkDatabase(), checkQueue()]);
      return {
        ok: database.ok && queue.ok,
        checks: { database: { ok: database.ok }, queue: { ok: queue.ok } },
      };
    },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
