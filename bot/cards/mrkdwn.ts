import { clip } from './limits.js';

/**
 * Makes any text harmless in mrkdwn: `&<>` become entities, so that no mention, `<!channel>` or
 * link can be made, and marks and bare addresses lose their effect.
 * Source: docs.slack.dev/messaging/formatting-message-text (escaping text).
 */
export function plain(text: string): string {
  return (
    text
      .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // A zero-width joiner breaks formatting marks and automatic links without changing the look.
      .replace(/([*~`])/g, '\u2060$1\u2060')
      // Inside a word `_` does nothing; there an identifier must stay as it is for copying.
      .replace(/(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, '\u2060_\u2060')
      .replace(/:\/\//g, ':\u2060//')
      .replace(/@(channel|here|everyone)\b/gi, '@\u2060$1')
  );
}

/** One line of harmless text, cut to `length` characters before escaping. */
export function oneLine(text: string, length: number): string {
  return plain(clip(text.replace(/\s+/g, ' ').trim(), length));
}

/** A date that each reader sees in their own zone, with UTC as fallback. */
export function dateFor(at: Date): string {
  const unix = Math.floor(at.getTime() / 1000);
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${unix}^{date_short_pretty}, {time}|${fallback}>`;
}

/** A link of our own; `label` is made harmless. */
export function link(url: string, label: string): string {
  return `<${url}|${plain(label)}>`;
}
