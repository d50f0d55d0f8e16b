import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PatternText, readLines, writeTexts } from './grammar.js';
import { type LabelledText, type Random, shuffled } from './labelled-text.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'texts');
/** Texts a pattern. */
const perPattern = 26;
const languages = ['spanish', 'portuguese', 'french', 'german'] as const;

/**
 * The training texts that were written for this program: plain, in a ticket's dress, with slips of
 * the finger, and put together to long threads.
 */
export function writeOwnTexts(random: Random): PatternText[] {
  const frames = readLines(join(folder, 'ticket-frames.txt'));
  const english = ['english', 'english-more', 'english-harmless', 'english-harmless-more'].flatMap(
    (file) => writeTexts(join(folder, `${file}.txt`), perPattern, random),
  );
  const others = languages.flatMap((language) => {
    const own = readLines(join(folder, 'other-frames.txt'))
      .filter((line) => line.startsWith(`${language}: `))
      .map((line) => line.slice(language.length + 2));
    const texts = [language, `${language}-more`].flatMap((file) =>
      writeTexts(join(folder, `${file}.txt`), perPattern, random),
    );
    return dressed(texts, own, random);
  });
  return [...dressed(english, frames, random), ...others];
}

function dressed(
  texts: readonly PatternText[],
  frames: readonly string[],
  random: Random,
): PatternText[] {
  return texts.map((text) => {
    let { text: words } = text;
    if (random() < 0.5) words = words.charAt(0).toUpperCase() + words.slice(1);
    if (random() < 0.25) words = withSlip(words, random);
    if (random() < 0.15) words = withoutAccents(words);
    if (random() < 0.4) {
      const frame = frames[Math.floor(random() * frames.length)] ?? '{}';
      const ended = /[.!?]$/.test(words) ? words : `${words}.`;
      words = frame.replace('{}', () => ended);
    }
    return { ...text, text: words };
  });
}

/** One slip: a letter dropped, doubled or swapped with the next. */
export function withSlip(text: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  const kind = random();
  if (kind < 0.34) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 0.67) return text.slice(0, at) + text.charAt(at) + text.slice(at);
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '');
}

/** Long threads: ten to forty harmless pieces, in every other one a single piece that is none. */
export function writeThreads(
  pieces: readonly LabelledText[],
  count: number,
  random: Random,
): LabelledText[] {
  const harmless = shuffled(
    pieces.filter((piece) => piece.type === 'none'),
    random,
  );
  const asking = shuffled(
    pieces.filter((piece) => piece.type !== 'none'),
    random,
  );
  return Array.from({ length: count }, (_, index) => {
    const length = 10 + Math.floor(random() * 30);
    const start = Math.floor(random() * harmless.length);
    const parts = Array.from(
      { length },
      (__, each) => harmless[(start + each * 7) % harmless.length]?.text ?? '',
    );
    const one = asking[index % asking.length];
    if (index % 2 === 0 || !one) return { text: parts.join('\n\n'), type: 'none' };
    parts[Math.floor(random() * length)] = one.text;
    return { text: parts.join('\n\n'), type: one.type };
  });
}
