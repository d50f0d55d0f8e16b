import { Prisma } from './generated/client.js';

/** PostgreSQL error codes, Appendix A. */
export const sqlStates = {
  uniqueViolation: '23505',
  checkViolation: '23514',
  /** What the append-only triggers raise. */
  restrictViolation: '23001',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
} as const;

/** The SQLSTATE of a database error, on both engines and for raw statements alike; else null. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const adapterError = propertyOf(error.meta, 'driverAdapterError');
  const code = propertyOf(propertyOf(adapterError, 'cause'), 'originalCode');
  return typeof code === 'string' ? code : null;
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
