import { patternOf } from '../words/pattern-of.js';

/** Stands where words were taken out: no expression reads across it. */
export const gap = '\ue001';

/** Holds what is still to be understood; every rule takes its words out. */
export class QuestionReader {
  constructor(private text: string) {}

  /** Takes the first match out; null when there is none. */
  take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.text);
    if (!match) return null;
    this.text = `${this.text.slice(0, match.index)} ${gap} ${this.text.slice(match.index + match[0].length)}`;
    return match;
  }

  /** The first match that `read` makes sense of is taken out, with what it read. */
  takeIf<T>(pattern: RegExp, read: (match: RegExpExecArray) => T | null): T | null {
    const { source, flags } = pattern;
    const all = patternOf(source, flags.includes('g') ? flags : `${flags}g`);
    let from = 0;
    for (;;) {
      // Set each time: `read` may ask the same pattern of another text.
      all.lastIndex = from;
      const match = all.exec(this.text);
      if (!match) return null;
      const end = match.index + match[0].length;
      const found = read(match);
      if (found !== null) {
        this.text = `${this.text.slice(0, match.index)} ${gap} ${this.text.slice(end)}`;
        return found;
      }
      from = match[0] === '' ? end + 1 : end;
    }
  }

  has(pattern: RegExp): boolean {
    return pattern.test(this.text);
  }

  rest(): string {
    return this.text;
  }
}
