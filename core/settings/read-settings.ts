import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Connector, PushConnector } from '../intake/connector-contract.js';
import { faultOfOpening } from '../intake/judge-connector.js';
import type { PackagedConnectors } from '../intake/load-connectors.js';
import { crossFaults } from './cross-faults.js';
import { type Settings, settingsSchema } from './schema.js';

/** One thing wrong in the configuration: where, and how to mend it. */
export type SettingsFault = { path: string; message: string };

export type SettingsReading =
  | { ok: true; settings: Settings; connections: readonly ConfiguredConnection[] }
  | { ok: false; faults: readonly SettingsFault[] };

/** A connection whose own settings its connector has accepted. */
export type ConfiguredConnection = {
  id: string;
  client: string;
  connector: Connector | PushConnector | null;
  connectorId: string;
  settings: unknown;
  actFrom: Date | null;
  pollSeconds: number;
};

const pollSecondsDefault = 30;

/**
 * Reads the file's text: YAML, then `${NAME}` from the environment, then the schema, then each
 * connection's settings by its connector. Every fault is told at once.
 * `resting` names connectors that may be configured but are not part of this version; `packages` has
 * what was loaded of those that others wrote, by the name the file gives them.
 */
export function readSettings(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  connectors: readonly (Connector | PushConnector)[],
  resting: readonly string[],
  packages: PackagedConnectors = new Map(),
): SettingsReading {
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      path: lineOf(error.linePos),
      message: `is not YAML: ${error.code}`,
    }));
    return { ok: false, faults };
  }
  const faults: SettingsFault[] = [];
  const filled = fill(document.toJS() as unknown, environment, '', faults);
  const missing = new Set(faults.map((fault) => fault.path));
  const parsed = settingsSchema.safeParse(filled, faultWords);
  if (!parsed.success) {
    faults.push(...faultsOf(parsed.error, '').filter((fault) => !missing.has(fault.path)));
  }
  faults.push(...crossFaults(filled));
  const connections = draftConnections(parsed.data ?? filled).map((one, index) =>
    one ? readConnection(one, index, { connectors, resting, packages }, faults, missing) : null,
  );
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    settings: parsed.data,
    connections: connections.filter((one) => one !== null),
  };
}

/** The names of connectors that the file's connections give, as written; none where it is not YAML. */
export function connectorNames(text: string): readonly string[] {
  const document = parseDocument(text);
  if (document.errors.length > 0) return [];
  return draftConnections(document.toJS()).flatMap((one) => (one ? [one.connector] : []));
}

/** Connections sound enough to be asked about; null in the place of one that is not. */
function draftConnections(content: unknown): readonly (ConnectionDraft | null)[] {
  return connectionsSchema.parse(content).connections;
}

const draftSchema = z.object({
  id: z.string().catch(''),
  connector: z.string(),
  client: z.string().catch(''),
  settings: z.record(z.string(), z.unknown()).default({}),
});
type ConnectionDraft = z.output<typeof draftSchema>;

const connectionsSchema = z
  .object({ connections: z.array(draftSchema.nullable().catch(null)).catch([]) })
  .catch({ connections: [] });

type KnownConnectors = {
  connectors: readonly (Connector | PushConnector)[];
  resting: readonly string[];
  packages: PackagedConnectors;
};

function readConnection(
  one: ConnectionDraft,
  index: number,
  { connectors, resting, packages }: KnownConnectors,
  faults: SettingsFault[],
  missing: ReadonlySet<string>,
): ConfiguredConnection | null {
  const path = `connections[${index}]`;
  const packaged = packages.get(one.connector);
  const connector =
    connectors.find((candidate) => candidate.id === one.connector) ??
    (packaged?.ok ? packaged.connector : null);
  if (!connector && !resting.includes(one.connector)) {
    const known = [...connectors.map((candidate) => candidate.id), ...resting].join(', ');
    const message =
      packaged?.ok === false ? packaged.why : `is no connector here; known are ${known}`;
    faults.push({ path: `${path}.connector`, message });
    return null;
  }
  const common = commonSchema.safeParse(one.settings, faultWords);
  if (!common.success) faults.push(...faultsOf(common.error, `${path}.settings`));
  let settings: unknown = one.settings;
  if (connector) {
    const read = readBy(connector, one.settings, packaged !== undefined);
    if (read === 'its_schema_fails') {
      const message = 'has a settings schema that cannot be used; ask whoever wrote the package';
      faults.push({ path: `${path}.connector`, message });
    } else if (read.success) {
      settings = read.data;
      const hasGap = [...missing].some((gap) => gap.startsWith(`${path}.settings`));
      const fault = packaged && !hasGap ? faultOfOpening(connector, settings) : null;
      if (fault) faults.push({ path: `${path}.connector`, message: fault });
    } else {
      const found = faultsOf(read.error, `${path}.settings`);
      const told = new Set(faults.map((fault) => fault.path));
      faults.push(...found.filter((fault) => !missing.has(fault.path) && !told.has(fault.path)));
    }
  }
  return {
    id: one.id,
    client: one.client,
    connector,
    connectorId: connector?.id ?? one.connector,
    settings,
    actFrom: common.data?.actFrom ?? null,
    pollSeconds: common.data?.pollSeconds ?? pollSecondsDefault,
  };
}

/** A schema of ours that throws is our bug; one of a package is told as the package's. */
function readBy(connector: Connector | PushConnector, settings: unknown, isPackaged: boolean) {
  try {
    return connector.settings.safeParse(settings, faultWords);
  } catch (error) {
    if (!isPackaged) throw error;
    return 'its_schema_fails';
  }
}

/** What every pull connector has (outside.md: all pull connectors `actFrom` and `pollSeconds`). */
const commonSchema = z.looseObject({
  actFrom: z
    .union([z.date(), z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'is a date such as 2026-01-31',
    })
    .transform((value) => new Date(value))
    .optional(),
  pollSeconds: z.number({ error: 'is a number of seconds' }).positive().max(86_400).optional(),
});

/** Replaces `${NAME}` in every string; a name that is not set is a fault with the way to mend it. */
function fill(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  path: string,
  faults: SettingsFault[],
): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_match, name: string) => {
      const found = environment[name];
      if (found === undefined || found === '') {
        faults.push({
          path,
          message: `needs the environment variable ${name}, which is not set; set it, or leave the key out if it is optional`,
        });
        return '';
      }
      return found;
    });
  }
  if (Array.isArray(value))
    return value.map((one, index) => fill(one, environment, `${path}[${index}]`, faults));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      fill(one, environment, path ? `${path}.${key}` : key, faults),
    ]),
  );
}

function faultsOf(error: z.ZodError, prefix: string): SettingsFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.reduce<string>(
      (text, part) =>
        typeof part === 'number'
          ? `${text}[${part}]`
          : text
            ? `${text}.${String(part)}`
            : String(part),
      prefix,
    );
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        message: 'is no setting; check its spelling or take it out',
      }));
    }
    return [{ path: path || '(the file)', message: messageOf(issue) }];
  });
}

/** Words where a schema has none of its own. The input is looked at here and never told. */
const faultWords: z.core.ParseContext<z.core.$ZodIssue> = {
  reportInput: true,
  error: (issue) =>
    issue.code === 'invalid_type' ? `has the wrong form: it wants a ${issue.expected}` : undefined,
};

function messageOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return isMissing ? 'is missing; add it' : issue.message;
}

function lineOf(position: readonly { line: number }[] | undefined): string {
  return position?.[0] ? `line ${position[0].line}` : '(the file)';
}

/** The JSON Schema for editors; committed as docs/hub.config.schema.json and tested to be true. */
export function settingsJsonSchema(): unknown {
  return z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
}
