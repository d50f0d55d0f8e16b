import { readFileSync } from 'node:fs';
import { modelClasses } from '../linear-model.js';
import type { LabelledText, Random } from './labelled-text.js';

/** A text with the pattern it was written by: texts of one pattern stay on one side of a split. */
export type PatternText = LabelledText & { readonly pattern: string };

/**
 * Writes training texts from a file of patterns: lines `type: pattern`, in which `[a|b]` is one of
 * several and `{name}` one of the list `@name = …`. The same random numbers give the same texts.
 */
export function writeTexts(path: string, perPattern: number, random: Random): PatternText[] {
  const lists = new Map<string, readonly string[]>();
  const texts: PatternText[] = [];
  for (const line of readLines(path)) {
    const list = /^@(\w+) = (.+)$/.exec(line);
    if (list?.[1] && list[2]) {
      lists.set(list[1], list[2].split('|'));
      continue;
    }
    const [, kind, pattern = ''] = /^(\w+): (.+)$/.exec(line) ?? [];
    const type = modelClasses.find((each) => each === kind);
    if (!type) throw new Error(`${path}: no type at the beginning of "${line}"`);
    const written = new Set<string>();
    for (let tries = 0; tries < perPattern * 2 && written.size < perPattern; tries += 1)
      written.add(expand(pattern, lists, random));
    for (const text of written) texts.push({ text, type, pattern });
  }
  return texts;
}

/** The file's lines without comments; `\n` in them is a line break. */
export function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.replaceAll('\\n', '\n'));
}

function expand(
  pattern: string,
  lists: ReadonlyMap<string, readonly string[]>,
  random: Random,
): string {
  const one = (choices: readonly string[]) => choices[Math.floor(random() * choices.length)] ?? '';
  return pattern
    .replace(/\[([^\]]*)\]/g, (_, choices: string) => one(choices.split('|')))
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const list = lists.get(name);
      if (!list) throw new Error(`no list @${name}`);
      return one(list);
    })
    .replace(/ +/g, ' ')
    .replace(/ ([,.?;])/g, '$1')
    .trim();
}
