import type { RandomBytes } from '../access/keys.js';
import { type ArgumentsReading, readArguments } from './arguments.js';
import { helpOf, listingOf } from './help.js';
import type {
  ConfigurationReading,
  HandedIn,
  HubConfiguration,
  HubParts,
  PartsReading,
  Trouble,
} from './hub-parts.js';
import { intoFile } from './into-file.js';
import { exitCodes, type Operation, type OperationContext } from './operation.js';
import { createProgress } from './progress.js';
import { readTextFile } from './read-text-file.js';
import { tellFaults } from './tell-faults.js';
import { OutputClosed, type Terminal, tell } from './terminal.js';

/** Where the hub is: to be opened by this process, or already open in it. */
export type HubAccess =
  | {
      kind: 'separate';
      /** Reads `file`; null means the default place, or sandbox mode where there is none. */
      readConfiguration(file: string | null): Promise<ConfigurationReading>;
      /** `readsOnly`: nothing is written, the configuration is not applied. */
      openParts(configuration: HubConfiguration, readsOnly: boolean): Promise<PartsReading>;
      /** Lets a running hub carry the command out; null when none listens on the socket. */
      forward(
        socketPath: string,
        argv: readonly string[],
        terminal: Terminal,
        signal: AbortSignal,
      ): Promise<number | null>;
    }
  | { kind: 'running'; configuration: HubConfiguration; parts: HubParts };

export type CommandLineDeps = {
  operations: readonly Operation[];
  terminal: Terminal;
  hub: HubAccess;
  handedIn: HandedIn;
  version: string;
  now: () => Date;
  randomBytes: RandomBytes;
  signal: AbortSignal;
  /** Our own bug or a lost database: goes to telemetry; its text is private. */
  onBug(command: string, error: unknown): void | Promise<void>;
};

/**
 * Carries out one command line (without `node` and the program's name); answers with the exit
 * code of `exitCodes`. Only data goes to stdout. Never throws.
 */
export async function runCommandLine(
  argv: readonly string[],
  deps: CommandLineDeps,
): Promise<number> {
  const reading = readArguments(argv, deps.operations);
  try {
    return await carryOut(reading, deps);
  } catch (error) {
    if (error instanceof OutputClosed) {
      return error.isReaderGone ? exitCodes.done : exitCodes.failed;
    }
    const name = reading.kind === 'run' ? reading.operation.name : 'help';
    await deps.onBug(name, error);
    tell(deps.terminal, `hub ${name} broke off by a fault of its own or a lost database.\n`);
    return exitCodes.failed;
  }
}

async function carryOut(reading: ArgumentsReading, given: CommandLineDeps): Promise<number> {
  const path = reading.kind === 'run' ? reading.args.text('out') : undefined;
  const isToFile = reading.kind === 'run' && reading.operation.writesFile === true;
  if (!isToFile || path === undefined || given.hub.kind === 'running') {
    return withInput(reading, given);
  }
  return intoFile(path, given.terminal, (terminal) => withInput(reading, { ...given, terminal }));
}

async function withInput(reading: ArgumentsReading, given: CommandLineDeps): Promise<number> {
  const deps = await withFile(reading, given);
  const { terminal } = deps;
  if (!deps.isInputThere) {
    await terminal.stderr.write(
      'The file cannot be read: is the name right, and may you read it?\n',
    );
    return exitCodes.misused;
  }
  if (reading.kind === 'misused') {
    await terminal.stderr.write(reading.lines.map((line) => `${line}\n`).join(''));
    return exitCodes.misused;
  }
  if (reading.kind === 'version') {
    await terminal.stdout.write(`${deps.version}\n`);
    return exitCodes.done;
  }
  if (reading.kind === 'help') {
    const { operation, group } = reading;
    const lines = operation ? helpOf(operation) : listingOf(deps.operations, group);
    await terminal.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.done;
  }
  if (deps.hub.kind === 'running' && !isForwardable(reading.operation)) {
    await terminal.stderr.write(`hub ${reading.operation.name} runs in its own process only.\n`);
    return exitCodes.misused;
  }
  const progress = createProgress(terminal, deps.now);
  try {
    return await prepareAndRun(reading, deps, contextOf(reading, deps, progress.show));
  } finally {
    progress.show(null);
  }
}

/** A file is read by the process at whose terminal it was named, also where a running hub does the work. */
async function withFile(
  reading: ArgumentsReading,
  deps: CommandLineDeps,
): Promise<CommandLineDeps & { isInputThere: boolean }> {
  const path = reading.kind === 'run' ? reading.args.positionals[0] : undefined;
  const isFile = reading.kind === 'run' && reading.operation.readsFile && path !== '-';
  if (!isFile || path === undefined || deps.hub.kind === 'running') {
    return { ...deps, isInputThere: true };
  }
  const stdin = await readTextFile(path);
  if (stdin === null) return { ...deps, isInputThere: false };
  return { ...deps, terminal: { ...deps.terminal, stdin }, isInputThere: true };
}

type Run = Extract<ArgumentsReading, { kind: 'run' }>;

/** Commands that use the database are those a running hub can carry out for another process. */
function isForwardable(operation: Operation): boolean {
  return operation.needs === 'database' || operation.needs === 'what_there_is';
}

async function prepareAndRun(
  { operation, args, argv, configFile }: Run,
  deps: CommandLineDeps,
  context: OperationContext,
): Promise<number> {
  if (operation.needs === 'nothing') return operation.run(context, args);
  const { hub, terminal } = deps;
  if (hub.kind === 'running') {
    const { configuration, parts } = hub;
    return operation.run({ ...context, configuration, parts, trouble: [] }, args);
  }

  const reading = await hub.readConfiguration(configFile);
  if (!reading.ok) {
    if (operation.needs === 'what_there_is') {
      const trouble = reading.faults.map(
        (fault): Trouble => ({
          area: 'settings',
          found: `${fault.path}: ${fault.message}`,
          mend: `change it in ${reading.file}`,
        }),
      );
      return operation.run({ ...context, configuration: null, parts: null, trouble }, args);
    }
    tellFaults(reading, context.err);
    return exitCodes.misused;
  }
  const { configuration } = reading;
  if (operation.needs === 'settings') return operation.run({ ...context, configuration }, args);

  if (configuration.isEmbedded && configuration.socketPath !== null) {
    const code = await hub.forward(configuration.socketPath, argv, terminal, deps.signal);
    if (code !== null) return code;
  }
  const opened = await hub.openParts(configuration, operation.readsOnly === true);
  if (!opened.ok) {
    if (operation.needs === 'what_there_is') {
      const trouble = [opened.trouble];
      return operation.run({ ...context, configuration, parts: null, trouble }, args);
    }
    context.err(`${opened.trouble.area}: ${opened.trouble.found}`);
    context.err(`To mend it: ${opened.trouble.mend}`);
    return exitCodes.failed;
  }
  try {
    const open = { ...context, configuration, parts: opened.parts };
    return await operation.run({ ...open, trouble: [] }, args);
  } finally {
    await opened.close();
  }
}

function contextOf(
  reading: Run,
  deps: CommandLineDeps,
  progress: (text: string | null) => void,
): OperationContext {
  const { terminal, hub } = deps;
  const err = (line: string) => {
    progress(null);
    tell(terminal, `${line}\n`);
  };
  return {
    out: (line) => terminal.stdout.write(`${line}\n`),
    err,
    progress,
    stdin: terminal.stdin,
    json: reading.args.isSet('json'),
    now: deps.now,
    randomBytes: deps.randomBytes,
    signal: deps.signal,
    readConfiguration: async () => {
      if (hub.kind === 'running') return hub.configuration;
      const read = await hub.readConfiguration(reading.configFile);
      if (read.ok) return read.configuration;
      tellFaults(read, err);
      return null;
    },
    handedIn: deps.handedIn,
  };
}
