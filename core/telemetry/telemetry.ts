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
  steps_passed: { help: 'Time limits of policies that ran out', labels: [] },
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
  subscription_refused: {
    help: '1 while the vendor refuses to send notices',
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
  card_data_incidents: {
    help: 'Messages in which card data was found, still there or removed',
    labels: ['origin', 'state'],
  },
  items_stuck: {
    help: 'Source items that are listed and cannot be fetched',
    labels: ['connection'],
  },
  items_quarantined: { help: 'Source items put aside', labels: ['connection'] },
};

/** Diagnostics on stderr as JSON lines, and metrics in Prometheus' text form. */
export function openTelemetry(options: {
  level: string;
  destination?: NodeJS.WritableStream;
  /** True when a text holds card data: such a field or label is left out and counted. */
  tripwire: (text: string) => boolean;
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
  const isClean = (value: unknown) => {
    if (!options.tripwire(String(value))) return true;
    counts.get('tripwire')?.inc({ exit: 'telemetry' });
    return false;
  };
  return {
    info: (event, fields) => log.info(clean(allowed(fields), isClean), event),
    warn: (event, fields) => log.warn(clean(allowed(fields), isClean), event),
    fault: (event, error, fields) =>
      log.error(clean({ ...allowed(fields), ...describe(error) }, isClean), event),
    count: (name, labels = {}) => {
      const counter = counts.get(name);
      if (counter) counter.inc(only(labels, counters[name]?.labels ?? [], isClean));
      else counts.get('other')?.inc({ name });
    },
    gauge: (name, value, labels = {}) =>
      values.get(name)?.set(only(labels, gauges[name]?.labels ?? [], isClean), value),
    metrics: () => registry.metrics(),
  };
}

function allowed(fields: TelemetryFields = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => (allowedFields as readonly string[]).includes(name)),
  );
}

/** What stands in the place of a field or label that held card data. */
const blocked = '[blocked]';

function clean(fields: Record<string, unknown>, isClean: (value: unknown) => boolean) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isClean(value) ? value : blocked]),
  );
}

function only(
  labels: Record<string, string>,
  names: readonly string[],
  isClean: (value: unknown) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => {
      const value = labels[name] ?? '';
      return [name, isClean(value) ? value : blocked];
    }),
  );
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
