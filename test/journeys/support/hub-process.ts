import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

/** As it is shipped: one process, so that a signal meets the hub and no wrapper. */
const program = resolve(import.meta.dirname, '../../../dist/main.js');
const startMsMax = 60_000;
const stopMsMax = 15_000;
const commandMsMax = 60_000;

export type HubSetting = {
  /** Where the hub keeps `data/`. */
  cwd: string;
  /** Left out: sandbox mode, as with `npm start`. */
  configFile?: string;
  env: Record<string, string>;
  url: string;
};

export type HubProcess = {
  /** Everything it has said so far on both streams. */
  output(): string;
  /** SIGKILL to the hub itself; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
};

function launch(setting: HubSetting, args: readonly string[]): ChildProcess {
  const config = setting.configFile ? ['--config', setting.configFile] : [];
  return spawn(process.execPath, [program, ...args, ...config], {
    cwd: setting.cwd,
    env: {
      PATH: process.env.PATH,
      HOME: setting.cwd,
      ...setting.env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Starts the hub and resolves when it says that it is ready; throws with its words if it ends. */
export async function startHub(setting: HubSetting): Promise<HubProcess> {
  const child = launch(setting, ['start']);
  child.stdin?.end();
  const said = collect(child);
  const exit = exitOf(child);
  try {
    await isReady(child, setting.url);
  } catch (error) {
    child.kill('SIGKILL');
    await exit;
    throw new Error(`The hub did not start:\n${said.all()}`, { cause: error });
  }
  return {
    output: said.all,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      const code = await exit;
      clearTimeout(timer);
      return code;
    },
  };
}

/** One `hub` command line in a process of its own. */
export async function runHub(
  setting: HubSetting,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = launch(setting, args);
  child.stdin?.end();
  const said = collect(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), commandMsMax);
  const code = await exitOf(child);
  clearTimeout(timer);
  return { code, stdout: said.of('stdout'), stderr: said.of('stderr') };
}

/** A port of 127.0.0.1 that nobody held a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

function collect(child: ChildProcess) {
  const parts: { stream: 'stdout' | 'stderr'; text: string }[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => parts.push({ stream, text }));
  }
  return {
    all: () => parts.map((part) => part.text).join(''),
    of: (wanted: 'stdout' | 'stderr') =>
      parts.flatMap((part) => (part.stream === wanted ? [part.text] : [])).join(''),
  };
}

/** `close`, not `exit`: by then both streams were read to their ends. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

async function isReady(child: ChildProcess, url: string): Promise<void> {
  const endMs = Date.now() + startMsMax;
  while (child.exitCode === null && child.signalCode === null && Date.now() < endMs) {
    const answer = await fetch(`${url}/readyz`).catch(() => null); // Nobody listens there yet.
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('not ready');
}
