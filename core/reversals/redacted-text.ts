declare const redactedBrand: unique symbol;

/**
 * Text free of card and secret data, and the only text that may be stored or shown.
 * It is still personal. Only `core/intake/redact.ts` makes it; a test reads the source for that.
 */
export type RedactedText = string & { readonly [redactedBrand]: true };
