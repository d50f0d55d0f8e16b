import { rename, rm, writeFile } from 'node:fs/promises';
import { exitCodes } from './operation.js';
import type { Terminal } from './terminal.js';

/**
 * Runs a command whose data goes into a file, of mode 0600: written whole at the end of a command
 * that went well, so that no half of it is ever taken for all of it.
 */
export async function intoFile(
  path: string,
  terminal: Terminal,
  run: (terminal: Terminal) => Promise<number>,
): Promise<number> {
  const pieces: string[] = [];
  const stdout = {
    write: async (text: string) => {
      pieces.push(text);
    },
  };
  const code = await run({ ...terminal, stdout });
  if (code !== exitCodes.done) return code;
  const near = `${path}.part`;
  try {
    await writeFile(near, pieces.join(''), { mode: 0o600 });
    await rename(near, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    await rm(near, { force: true });
    await terminal.stderr.write(
      'The file cannot be written: is the folder there, may you write in it?\n',
    );
    return exitCodes.failed;
  }
  await terminal.stderr.write(`Written to ${path}\n`);
  return code;
}
