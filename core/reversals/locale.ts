/** How money, numbers and dates are written where neither a person nor a client says it. */
export const defaultLocale = 'en-US';

type Reads = { locale?: string | null | undefined };

/**
 * The BCP 47 tag that these write by: what is read by one person alone takes the person first, what
 * stands in a client's channel takes the client. The first that says one counts, else en-US.
 */
export function localeOf(...whose: readonly (Reads | null)[]): string {
  for (const one of whose) if (one?.locale) return one.locale;
  return defaultLocale;
}

/**
 * Whether the runtime has this language's forms. For one that it does not know, Intl would write in the
 * forms of the machine it runs on (ECMA-402, LookupSupportedLocales), so it is nobody's locale.
 */
export function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch (error) {
    // What is no BCP 47 language tag at all throws RangeError.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
