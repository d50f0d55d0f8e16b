import { visibleEvidence } from '../../access/visible-to.js';
import type { EvidenceLine } from '../../reversals/ports.js';
import { isRefusal, refuse } from '../../reversals/refusal.js';
import { redactedOrRefused } from '../incoming-text.js';
import { evidenceJson, evidenceListJson } from './answer-schemas.js';
import { type ApiRoute, apiRoute } from './api-route.js';
import { evidenceBody } from './request-schemas.js';

/** What was handed in to decide by: links with their checksums, never files. */
export const evidenceRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/reversals/{reference}/evidence',
    operationId: 'readEvidence',
    summary: 'Links to what was handed in to decide by',
    scope: 'read',
    answers: { 200: { description: 'Oldest first', schema: evidenceListJson } },
    refusals: ['not_found'],
    handle: async ({ actor, reference, deps }) => {
      const evidence = await deps.desk.evidence(actor.person, reference);
      if (isRefusal(evidence)) return evidence;
      const items = visibleEvidence(actor.person, evidence).map(toEvidenceJson);
      return { status: 200, body: { reference, items } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/reversals/{reference}/evidence',
    operationId: 'addEvidence',
    summary: 'Hand in evidence by its link; the same link again changes nothing',
    scope: 'write',
    body: evidenceBody,
    answers: { 201: { description: 'The evidence', schema: evidenceJson } },
    refusals: [
      'not_found',
      'not_permitted',
      'card_number_in_text',
      'invalid_request',
      'key_reused_with_other_content',
    ],
    handle: async ({ actor, reference, body, requestKey, deps }) => {
      const url = redactedOrRefused(body.url, deps);
      const name = redactedOrRefused(body.name, deps);
      if (isRefusal(url)) return url;
      if (isRefusal(name)) return name;
      // A link that redaction had to change would lead nowhere, and the rest of it is a secret.
      if (url !== body.url)
        return refuse('invalid_request', { detail: 'a link without an account or a secret in it' });
      const result = await deps.desk.addEvidence(actor, {
        reference,
        url,
        name,
        checksum: body.checksum?.toLowerCase() ?? null,
        ...(requestKey ? { requestKey } : {}),
      });
      if (isRefusal(result)) return result;
      const evidence = await deps.desk.evidence(actor.person, reference);
      if (isRefusal(evidence)) return evidence;
      const added = visibleEvidence(actor.person, evidence).find((one) => one.url === url);
      // Of an erased person no link is kept, only that there was one.
      return added
        ? { status: 201, body: toEvidenceJson(added) }
        : refuse('invalid_request', { detail: 'an entry whose person was not erased' });
    },
  }),
];

function toEvidenceJson({ id, url, name, checksum, at, addedBy, isBound }: EvidenceLine) {
  return { id, url, name, checksum, addedAt: at.toISOString(), addedBy: addedBy.name, isBound };
}
