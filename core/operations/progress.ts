import { type Terminal, tell } from './terminal.js';

/** On a terminal a line is redrawn at most this often; elsewhere a line is said at most this often. */
const redrawMs = 100;
const sayMs = 5_000;

/** One line that says how far a command is; `show(null)` takes it away. */
export function createProgress(
  terminal: Terminal,
  now: () => Date,
): { show(text: string | null): void } {
  let isShown = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    show: (text) => {
      if (text === null) {
        if (isShown) tell(terminal, '\r\u001b[2K');
        isShown = false;
        return;
      }
      const at = now().getTime();
      if (at - lastAt < (terminal.isTty ? redrawMs : sayMs)) return;
      lastAt = at;
      if (terminal.isTty) {
        tell(terminal, `\r\u001b[2K${text}`);
        isShown = true;
      } else tell(terminal, `${text}\n`);
    },
  };
}
