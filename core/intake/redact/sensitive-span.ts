export type SensitiveKind =
  | 'card_number'
  | 'security_code'
  | 'track_data'
  | 'pin'
  | 'iban'
  | 'account_number'
  | 'secret';

/** A range [start, end) that may not be kept, and at most its last four characters. */
export type SensitiveSpan = {
  readonly start: number;
  readonly end: number;
  readonly kind: SensitiveKind;
  readonly last4?: string;
};
