import type { Connector, ConnectorTools, PushConnector } from './connector-contract.js';

export type JudgedConnector =
  | { ok: true; connector: Connector | PushConnector }
  | { ok: false; lacks: readonly string[] };

const connectorId = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const pullMethods = ['check', 'listChanges', 'fetchItem'] as const;
const pullAbilities = [
  'fetchTogether',
  'readWebhook',
  'writeBack',
  'renewSubscription',
  'listIds',
] as const;
const pushMethods = ['check', 'readNotice'] as const;
const pushAbilities = ['lookUpPayment', 'fetchNotice'] as const;

/** Whether what a package gives keeps the contract; if not, each part that is missing or wrong. */
export function judgeConnector(given: unknown): JudgedConnector {
  const lacks: string[] = [];
  const id = partOf(given, 'id');
  if (typeof id !== 'string' || !connectorId.test(id))
    lacks.push('id is no word of small letters, digits, - and _');
  const name = partOf(given, 'name');
  if (typeof name !== 'string' || name === '') lacks.push('name is missing');
  // zod 4 and its mini say what they are under `_zod`; zod 3's issues tell less and read otherwise.
  const settings = partOf(given, 'settings');
  if (!isMethod(settings, 'safeParse') || partOf(settings, '_zod') === undefined)
    lacks.push('settings is no zod 4 schema');
  if (!isMethod(given, 'open')) lacks.push('open is missing');
  if (partOf(given, 'limits') !== undefined && !isMethod(given, 'limits'))
    lacks.push('limits is no method');
  if (![undefined, true].includes(partOf(given, 'isPush') as undefined | true))
    lacks.push('isPush is true or left out');
  if (lacks.length > 0) return { ok: false, lacks };
  return { ok: true, connector: given as Connector | PushConnector };
}

/**
 * Opens an account once with tools that reach nothing, to see before the start that its methods are
 * there; null when they are. Nothing of the settings is told: an error's words might hold them.
 */
export function faultOfOpening(
  connector: Connector | PushConnector,
  settings: unknown,
): string | null {
  let connection: unknown;
  let limits: unknown;
  try {
    connection = connector.open(settings, toolsOfTrial);
    limits = 'limits' in connector ? connector.limits?.(settings) : undefined;
  } catch (error) {
    return `cannot be opened with these settings (${error instanceof Error ? error.name : 'no error'}); ask whoever wrote the package`;
  }
  const [owed, able] =
    'isPush' in connector ? [pushMethods, pushAbilities] : [pullMethods, pullAbilities];
  const lacks = [
    ...owed.filter((name) => !isMethod(connection, name)).map((name) => `${name} is missing`),
    ...able
      .filter((name) => partOf(connection, name) !== undefined && !isMethod(connection, name))
      .map((name) => `${name} is no method`),
    ...(isBatchSize(partOf(connection, 'togetherMax'))
      ? []
      : ['togetherMax is no whole number above 0']),
    ...(limits === undefined || Array.isArray(limits) ? [] : ['limits gives no list']),
  ];
  return lacks.length > 0 ? wordsForLacks(lacks) : null;
}

function isBatchSize(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && Number(value) > 0);
}

export function wordsForLacks(lacks: readonly string[]): string {
  return `does not keep the connector contract: ${lacks.join(', ')}; take a version of the package that was made for this hub`;
}

const toolsOfTrial: ConnectorTools = {
  // Never answers: a refusal that nobody waits for would end the process.
  fetch: () => new Promise(() => undefined),
  now: () => new Date(),
  userAgent: 'reversal-hub',
};

function partOf(value: unknown, key: string): unknown {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder ? Reflect.get(value, key) : undefined;
}

function isMethod(value: unknown, key: string): boolean {
  return typeof partOf(value, key) === 'function';
}
