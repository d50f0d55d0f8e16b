/** A property's text; null where it is not set or blank. */
export function textOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

export function fullName(
  first: string | null | undefined,
  last: string | null | undefined,
): string | null {
  return textOrNull(`${first?.trim() ?? ''} ${last?.trim() ?? ''}`);
}

/** The largest time a date can hold (ECMAScript, "Time Values"). */
const timeMaxMs = 8.64e15;

/** Milliseconds of ISO 8601, or of milliseconds as a text; NaN for anything else, and for what no date holds. */
export function timeValue(text: string | null | undefined): number {
  const trimmed = text?.trim() ?? '';
  const ms = /^\d{10,16}$/.test(trimmed) ? Number(trimmed) : Date.parse(trimmed);
  return Math.abs(ms) <= timeMaxMs ? ms : Number.NaN;
}
