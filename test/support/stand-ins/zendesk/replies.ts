import type { Reply } from '../faults.js';

export function ok(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, body, headers };
}

/** Refusals in the vendor's own words; sources: API introduction, "Response format", and as named. */
export const refusals = {
  unauthenticated: (): Reply => ({ status: 401, body: { error: "Couldn't authenticate you" } }),
  forbidden: (): Reply => ({
    status: 403,
    body: {
      error: {
        title: 'Forbidden',
        message:
          'You do not have access to this page. Please contact the account owner of this help desk for further help.',
      },
    },
  }),
  notFound: (): Reply => ({
    status: 404,
    body: { error: 'RecordNotFound', description: 'Not found' },
  }),
  noSuchEndpoint: (): Reply => ({
    status: 404,
    body: { error: 'InvalidEndpoint', description: 'Not found' },
  }),
  invalidAttribute: (name: string, message: string): Reply => ({
    status: 400,
    body: {
      error: {
        title: 'Invalid attribute',
        message: `You passed an invalid value for the ${name} attribute. ${message}`,
      },
    },
  }),
  /** `details` names the field, then what is wrong with it. */
  invalidRecord: (field: string, description: string, error?: string): Reply => ({
    status: 422,
    body: {
      error: 'RecordInvalid',
      description: 'Record validation errors',
      details: { [field]: [error ? { description, error } : { description }] },
    },
  }),
  /** Tickets, "Protecting against ticket update collisions". */
  updateConflict: (): Reply => ({
    status: 409,
    body: {
      error: 'UpdateConflict',
      description:
        'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.',
    },
  }),
  /** As clients of the export record it: status 422, `Too recent start_time.` in the description. */
  startTimeTooRecent: (): Reply => ({
    status: 422,
    body: {
      error: 'InvalidValue',
      description: 'Too recent start_time. Use a start_time older than 1 minute',
    },
  }),
  invalidPagination: (message: string): Reply => ({
    status: 400,
    body: { error: 'InvalidPaginationParameter', description: message },
  }),
  /** Body as recorded in zendesk/api_rate_limit_exceeded_429.json; Retry-After in whole seconds. */
  exportLimitReached: (retryAfterSeconds: number): Reply => ({
    status: 429,
    body: {
      error: 'APIRateLimitExceeded',
      description: 'Number of allowed incremental export API requests per minute exceeded',
    },
    headers: { 'Retry-After': String(retryAfterSeconds) },
  }),
};
