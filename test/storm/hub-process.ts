import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A hub in a process of its own. `start` resolves with the first line that it says. */
export type Hub = {
  start(): Promise<string>;
  /** Ends it with SIGKILL, whatever it is doing. */
  kill(): Promise<void>;
  restart(): Promise<string>;
};

export function hubOf(file: string, told: object): Hub {
  const path = new URL(file, import.meta.url).pathname;
  let child: ChildProcess | null = null;
  const start = async () => {
    const next = spawn(process.execPath, ['--import', 'tsx', path, JSON.stringify(told)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = next;
    const [said] = await Promise.race([
      once(next.stdout, 'data'),
      once(next, 'exit').then(() => {
        throw new Error('the hub ended by itself');
      }),
    ]);
    return String(said).trim();
  };
  const kill = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  return {
    start,
    kill,
    restart: async () => {
      await kill();
      return start();
    },
  };
}
