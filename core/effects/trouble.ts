import { ConnectorError } from '../intake/connector-contract.js';
import { AnnouncerError } from './ports.js';

/** What to do next about an outside failure; `code` is constant and free of private text. */
export class OutsideTrouble extends Error {
  override readonly name = 'OutsideTrouble';
  constructor(
    readonly kind: 'wait' | 'retry' | 'hold' | 'give_up',
    readonly code: string,
    readonly waitMs: number | null = null,
  ) {
    super(code);
  }
}

/** Translates the two edges' errors; anything else is our own bug and is thrown on. */
export function troubleOf(error: unknown): OutsideTrouble {
  if (error instanceof OutsideTrouble) return error;
  if (error instanceof AnnouncerError)
    return new OutsideTrouble(error.kind, error.code, error.waitMs);
  if (error instanceof ConnectorError) {
    const kind =
      error.kind === 're_authorise' ? 'hold' : error.kind === 'unreadable' ? 'retry' : error.kind;
    return new OutsideTrouble(kind, error.code, error.waitMs);
  }
  throw error;
}
