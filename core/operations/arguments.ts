import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from './nearest-name.js';
import type { Operation, OperationArguments } from './operation.js';

export type ArgumentsReading =
  | {
      kind: 'run';
      operation: Operation;
      args: OperationArguments;
      /** The command line without `--config`: what a running hub is asked to do. */
      argv: readonly string[];
      configFile: string | null;
    }
  | { kind: 'help'; operation: Operation | null; group: string | null }
  | { kind: 'version' }
  | { kind: 'misused'; lines: readonly string[] };

type Options = NonNullable<ParseArgsConfig['options']>;

/** Options that every command takes, before or after its name. */
const commonOptions = {
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
} as const satisfies Options;

/** Finds the command and reads what follows it; tells in words what does not fit. */
export function readArguments(
  argv: readonly string[],
  operations: readonly Operation[],
): ArgumentsReading {
  const { ahead, rest } = splitAhead(argv);
  if (rest.length === 0 && ahead.includes('--version')) return { kind: 'version' };
  const wantsHelp = ahead.includes('--help') || ahead.includes('-h') || rest[0] === 'help';
  const words = rest[0] === 'help' ? rest.slice(1) : rest;
  const operation = findOperation(words, operations);
  if (operation) {
    if (wantsHelp) return { kind: 'help', operation, group: null };
    const after = words.slice(operation.name.split(' ').length);
    return readOptions(operation, [...ahead, ...after]);
  }
  const asksHelp = wantsHelp || words.includes('--help') || words.includes('-h');
  const group = words[0] ?? null;
  const isGroup = group !== null && operations.some((one) => one.name.startsWith(`${group} `));
  if (asksHelp && (group === null || isGroup)) return { kind: 'help', operation: null, group };
  return { kind: 'misused', lines: notFound(words, isGroup, operations) };
}

/** Common options may stand before the command: `hub --config other.yaml doctor`. */
function splitAhead(argv: readonly string[]): { ahead: string[]; rest: string[] } {
  let count = 0;
  for (let word = argv[count]; word?.startsWith('-'); word = argv[count]) {
    count += word === '--config' ? 2 : 1;
  }
  return { ahead: argv.slice(0, count), rest: argv.slice(count) };
}

function findOperation(words: readonly string[], operations: readonly Operation[]) {
  const named = (count: number) => {
    const name = words.slice(0, count).join(' ');
    return words.length >= count ? operations.find((one) => one.name === name) : undefined;
  };
  return named(2) ?? named(1) ?? null;
}

function notFound(
  words: readonly string[],
  isGroup: boolean,
  operations: readonly Operation[],
): string[] {
  const names = operations.map((one) => one.name);
  const list = 'hub help lists every command.';
  if (words[0] === undefined) return ['A command is missing.', list];
  const typed = words.filter((word) => !word.startsWith('-')).slice(0, isGroup ? 2 : 1);
  if (isGroup && typed.length === 1) {
    const group = names.filter((name) => name.startsWith(`${words[0]} `));
    return [`hub ${words[0]} needs one word more: ${group.join(', ')}.`, list];
  }
  const nearest =
    nearestName(words.slice(0, 2).join(' '), names) ??
    nearestName(typed.join(' '), [...names, 'help']);
  return [
    `There is no command ${typed.join(' ') || words[0]}.${nearest ? ` Did you mean: hub ${nearest}?` : ''}`,
    list,
  ];
}

function readOptions(operation: Operation, argv: readonly string[]): ArgumentsReading {
  const options: Options = {
    ...commonOptions,
    ...Object.fromEntries(
      Object.entries(operation.options).map(([name, { type }]) => [name, { type }]),
    ),
  };
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const faults = tokens.flatMap((token) =>
    token.kind === 'option' ? optionFaults(token, options) : [],
  );
  if (faults.length === 0 && values.help === true) {
    return { kind: 'help', operation, group: null };
  }
  const { min, max } = operation.positionals;
  if (positionals.length < min) faults.push('Something is missing.');
  if (positionals.length > max) faults.push(`Too much: ${positionals.slice(max).join(' ')}.`);
  if (faults.length > 0) {
    return {
      kind: 'misused',
      lines: [...faults, `Usage: ${usageOf(operation)}`, `hub ${operation.name} --help says more.`],
    };
  }
  const configToken = tokens.find((token) => token.kind === 'option' && token.name === 'config');
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    kind: 'run',
    operation,
    args: { positionals, text, isSet: (name) => values[name] !== undefined },
    argv: [...operation.name.split(' '), ...withoutConfig(argv)],
    configFile: configToken ? (text('config') ?? null) : null,
  };
}

type OptionToken = {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
};

function optionFaults(token: OptionToken, options: Options): string[] {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (!option) {
    const nearest = nearestName(token.name, Object.keys(options));
    return [`There is no option ${token.rawName}.${nearest ? ` Did you mean --${nearest}?` : ''}`];
  }
  // An option where a value should stand is a forgotten value, as in `--for --json`.
  const isEmpty = token.value === undefined || token.value === '';
  const isOption = token.inlineValue === false && token.value?.startsWith('-') === true;
  if (option.type === 'string' && (isEmpty || isOption)) return [`${token.rawName} wants a value.`];
  if (option.type === 'boolean' && token.value !== undefined)
    return [`${token.rawName} takes no value.`];
  return [];
}

function withoutConfig(argv: readonly string[]): string[] {
  return argv.filter(
    (word, index) =>
      word !== '--config' && argv[index - 1] !== '--config' && !word.startsWith('--config='),
  );
}

/** `hub sync [connection] [--since DATE]`. */
export function usageOf(operation: Operation): string {
  return `hub ${operation.name}${operation.usage ? ` ${operation.usage}` : ''}`;
}
