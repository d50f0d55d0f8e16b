import type { TextSink } from './terminal.js';

/**
 * Output that shows no card data: a line that holds any is held back, and `onBlocked` hears of it.
 * Every command writes whole lines; a line's end is written with it.
 */
export function guardedSink(
  sink: TextSink,
  tripwire: (text: string) => boolean,
  onBlocked: () => void,
): TextSink {
  return {
    write: async (text) => {
      if (!tripwire(text)) return sink.write(text);
      const lines = text.split(/(?<=\n)/);
      const clean = lines.filter((line) => !tripwire(line));
      for (let held = lines.length - clean.length; held > 0; held -= 1) onBlocked();
      // Lines that are clean alone and not together: a number was split over them.
      const rest = clean.join('');
      if (!tripwire(rest)) return sink.write(rest);
      onBlocked();
    },
  };
}
