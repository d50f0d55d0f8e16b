import { randomUUID } from 'node:crypto';
import type { Reply } from '../faults.js';

export function ok(body: unknown, status = 200): Reply {
  return { status, body };
}

/** Ends a handler with the vendor's refusal; the gate makes the answer of it. */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super('refused');
  }
}

const refusal = (status: number, category: string, message: string, more?: object): Reply => ({
  status,
  body: { status: 'error', message, correlationId: randomUUID(), category, ...more },
});

/** Refusals in the vendor's form: `status`, `message`, `correlationId`, `category` (error handling guide). */
export const refusals = {
  noToken: () =>
    refusal(
      401,
      'INVALID_AUTHENTICATION',
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    ),
  missingScope: (scopes: readonly string[]) =>
    refusal(
      403,
      'MISSING_SCOPES',
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
      {
        errors: [
          {
            message: 'One or more of the following scopes are required.',
            context: { requiredGranularScopes: scopes },
          },
        ],
        links: { scopes: 'https://developers.hubspot.com/scopes' },
      },
    ),
  noRecord: () => refusal(404, 'OBJECT_NOT_FOUND', 'resource not found'),
  /** What an address that is no endpoint is answered with. */
  noEndpoint: (): Reply => ({
    status: 404,
    body: '<html><body><h2>HTTP ERROR 404 Not Found</h2></body></html>',
  }),
  noSuchType: (name: string) =>
    refusal(400, 'VALIDATION_ERROR', `Unable to infer object type from: ${name}`),
  invalid: (message: string, more?: object) => refusal(400, 'VALIDATION_ERROR', message, more),
  notJson: () => refusal(400, 'VALIDATION_ERROR', 'Invalid input JSON on line 1, column 1'),
  conflict: (message: string) => refusal(409, 'CONFLICT', message),
  /** `policyName` says which limit it was; no Retry-After (usage guidelines, "Error responses"). */
  tooMany: (policyName: 'SECONDLY' | 'TEN_SECONDLY_ROLLING' | 'DAILY') =>
    refusal(429, 'RATE_LIMITS', `You have reached your ${policyName.toLowerCase()} limit.`, {
      errorType: 'RATE_LIMIT',
      policyName,
    }),
  /** All faults of the values at once, in the message and as `errors` with codes. */
  invalidProperties: (faults: readonly { name: string; code: string; message: string }[]) =>
    refusal(
      400,
      'VALIDATION_ERROR',
      `Property values were not valid: ${JSON.stringify(
        faults.map(({ name, code, message }) => ({ isValid: false, message, error: code, name })),
      )}`,
      {
        errors: faults.map(({ name, code, message }) => ({
          message,
          code,
          context: { propertyName: [name] },
        })),
      },
    ),
};
