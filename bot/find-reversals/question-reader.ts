/** Stands where words were taken out: no expression reads across it. */
const gap = '\ue001';

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
    const all = new RegExp(
      pattern.source,
      pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`,
    );
    for (let match = all.exec(this.text); match; match = all.exec(this.text)) {
      const found = read(match);
      if (found !== null) {
        this.text = `${this.text.slice(0, match.index)} ${gap} ${this.text.slice(match.index + match[0].length)}`;
        return found;
      }
      if (match[0] === '') all.lastIndex += 1;
    }
    return null;
  }

  has(pattern: RegExp): boolean {
    return pattern.test(this.text);
  }

  rest(): string {
    return this.text;
  }
}
