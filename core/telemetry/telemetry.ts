import { pino } from 'pino';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** The only fields a diagnostic line may carry; anything else is left out, not masked. */
const allowedFields = [
  'attempts',
  'code',
  'connection',
  'count',
  'effect',
  'event',
  'kind',
  'method',
  'name',
  'path',
  'pid',
  'port',
  'reason',
  'reference',
  'result',
  'role',
  'source',
  'status',
  'stack',
  'url',
  'verdict',
  'why',
] as const;
type AllowedField = (typeof allowedFields)[number];
type TelemetryFields = Partial<Record<AllowedField, string | number | boolean>>;

export type Telemetry = {
  info(event: string, fields?: TelemetryFields): void;
  warn(event: string, fields?: TelemetryFields): void;
  /** Our own bug or a lost database: the error's name and stack lines, never its message's data. */
  fault(event: string, error: unknown, fields?: TelemetryFields): void;
  count(name: string, labels?: Record<string, string>): void;
  gauge(name: string, value: number, labels?: Record<string, string>): void;
  metrics(): Promise<string>;
};

/** Labels each counter may have; a name that is not here is refused at the first use. */
const counters: Record<string, { help: string; labels: readonly string[] }> = {
  webhook_refused: {
    help: 'Requests refused for their signature, age or form',
    labels: ['source', 'why'],
  },
  effect: { help: 'Deliveries of committed effects', labels: ['kind', 'result'] },
  listed: { help: 'Pages of changes listed', labels: ['connection'] },
  subscription_renewed: { help: 'Subscriptions to notices renewed', labels: ['connection'] },
  subscription_refused: {
    help: 'Subscriptions to notices that could not be renewed',
    labels: ['connection', 'code'],
  },
  judged: { help: 'Source items judged', labels: ['connection', 'verdict'] },
  items_missing: {
    help: 'Days on which the source lists items never heard of',
    labels: ['connection'],
  },
  redacted: { help: 'Card and secret data found and taken out', labels: ['kind'] },
  tripwire: { help: 'Card data stopped at an exit', labels: ['exit'] },
  chat_event: { help: 'Chat events by what was done with them', labels: ['type', 'result'] },
  chat_command: { help: 'Chat commands', labels: ['name', 'result'] },
  refused: { help: 'Refusals told to people and programs', labels: ['surface', 'name'] },
  http: { help: 'Answers by status', labels: ['route', 'status'] },
  model_training: { help: 'Nightly trainings by how they came out', labels: ['client', 'result'] },
  lease_not_kept: { help: 'Leases that could not be kept while work went on', labels: ['kind'] },
  other: { help: 'Counts without a name of their own', labels: ['name'] },
};
const gauges: Record<string, { help: string; labels: readonly string[] }> = {
  effects_waiting: { help: 'Effects committed and not delivered', labels: ['state'] },
  connection_failing: { help: '1 while a connection fails', labels: ['connection'] },
  connection_silent_seconds: {
    help: 'Seconds since a connection last succeeded',
    labels: ['connection'],
  },
  connection_refused: { help: '1 while credentials are refused', labels: ['connection'] },
  connection_silent: {
    help: '1 while a connection is silent longer than it ever was',
    labels: ['connection'],
  },
  completeness_missing: {
    help: 'Items of the last week that the source lists and that are not read',
    labels: ['connection'],
  },
  completeness_unknown: {
    help: '1 while a day of the last week cannot be vouched for',
    labels: ['connection'],
  },
  items_waiting: { help: 'Source items not judged yet', labels: ['connection'] },
  items_quarantined: { help: 'Source items put aside', labels: ['connection'] },
};

/** Diagnostics on stderr as JSON lines, and metrics in Prometheus' text form. */
export function openTelemetry(options: {
  level: string;
  destination?: NodeJS.WritableStream;
}): Telemetry {
  const log = pino(
    { level: options.level, base: undefined },
    options.destination ?? pino.destination(2),
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counts = new Map(
    Object.entries(counters).map(([name, { help, labels }]) => [
      name,
      new Counter({ name: `hub_${name}_total`, help, labelNames: labels, registers: [registry] }),
    ]),
  );
  const values = new Map(
    Object.entries(gauges).map(([name, { help, labels }]) => [
      name,
      new Gauge({ name: `hub_${name}`, help, labelNames: labels, registers: [registry] }),
    ]),
  );
  return {
    info: (event, fields) => log.info(allowed(fields), event),
    warn: (event, fields) => log.warn(allowed(fields), event),
    fault: (event, error, fields) => log.error({ ...allowed(fields), ...describe(error) }, event),
    count: (name, labels = {}) => {
      const counter = counts.get(name);
      if (counter) counter.inc(only(labels, counters[name]?.labels ?? []));
      else counts.get('other')?.inc({ name });
    },
    gauge: (name, value, labels = {}) =>
      values.get(name)?.set(only(labels, gauges[name]?.labels ?? []), value),
    metrics: () => registry.metrics(),
  };
}

function allowed(fields: TelemetryFields = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => (allowedFields as readonly string[]).includes(name)),
  );
}

function only(labels: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
}

/** A message may hold a row or a request; the stack's frames and the error's code may not. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    name: error.name,
    ...(code ? { code } : {}),
    stack: frames.slice(0, 6).map((line) => line.trim()),
  };
}
