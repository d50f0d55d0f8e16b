import type { Reply } from '../faults.js';

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

function refusal(code: number, message: string, reason: string, status: string): Reply {
  const errors = [{ message, domain: 'global', reason }];
  return { status: code, body: { error: { code, message, errors, status } } };
}

/** Refusals in the vendor's own form (guide "Resolve errors"; the 404 as recorded). */
export const refusals = {
  unauthenticated: () =>
    refusal(
      401,
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      'authError',
      'UNAUTHENTICATED',
    ),
  delegationDenied: (user: string) =>
    refusal(403, `Delegation denied for ${user}`, 'forbidden', 'PERMISSION_DENIED'),
  notFound: () => refusal(404, 'Requested entity was not found.', 'notFound', 'NOT_FOUND'),
  invalid: (message: string) => refusal(400, message, 'invalidArgument', 'INVALID_ARGUMENT'),
  labelExists: () => refusal(409, 'Label name exists or conflicts', 'aborted', 'ABORTED'),
  /** RFC 6749, 5.2, with the vendor's words. */
  token: (status: number, error: string, description: string): Reply => ({
    status,
    body: { error, error_description: description },
  }),
};
