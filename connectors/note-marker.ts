/** The last line of every note the hub writes; a repeat of the same effect finds it there. */
export function withMarker(note: string, effectId: string): string {
  return `${note.trimEnd()}\n\n[reversal-hub:${effectId}]`;
}

/** The effect a note was written for; null where its last line is no marker. */
export function markerIn(text: string): string | null {
  const lastLine = text.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return /^\[reversal-hub:([^\]\s]{1,200})\]$/.exec(lastLine)?.[1] ?? null;
}
