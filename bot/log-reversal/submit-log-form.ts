import { isRefusal, type RefusalName } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { metadataOf, standingIn, type ViewSubmission } from '../receiving/payloads.js';
import { refusalWords } from '../words/refusal-words.js';
import { askFirst, logAndTell } from './log-answer.js';
import { draftGone, draftIdOf, draftKey } from './log-draft.js';
import { contextOf, fieldOfBlock } from './log-form.js';
import { clientsHere } from './log-waiting.js';
import { type FieldErrors, readLogForm } from './read-log-form.js';

/**
 * A form that was sent: the errors under its fields, like entries that were not shown yet, or the
 * entry. It has one key, so that sent again after "not taken" it acts once.
 */
export async function submitLogForm(
  tools: BotTools,
  asker: Asker,
  form: ViewSubmission,
): Promise<{ answer: Answer } | FieldErrors> {
  const { context, carried } = contextOf(metadataOf(form.view.private_metadata));
  const shown = Object.entries(standingIn(form)).map(([block, value]) => [
    fieldOfBlock(block),
    value,
  ]);
  const fields = { ...carried, ...Object.fromEntries(shown) };
  const client = (await clientsHere(tools, asker)).find((one) => one.id === fields.client);
  if (!client) return { errors: { client: 'Choose the client it is for.' } };
  const draft = context.draft
    ? await tools.drafts.open(asker.person, context.draft, tools.now())
    : null;
  if (context.draft && !draft) return { answer: draftGone };
  const refundOf = context.refundOf ? await tools.desk.show(asker.person, context.refundOf) : null;
  if (isRefusal(refundOf)) return { answer: { text: `Not logged. ${refusalWords(refundOf)}` } };
  const id = draft?.id ?? draftIdOf(asker, `chat:view:${form.view.id}`);
  const messages = draft?.messages ?? [];
  const request = readLogForm(tools, client, fields, {
    ...{ requestKey: draftKey(id), refundOf, last4: context.last4, messages },
  });
  if ('errors' in request) return request;
  const seen = new Set((context.seen ?? '').split(' '));
  const alike = (await tools.desk.alike(asker.person, request)).filter(
    (one) => !seen.has(one.reference),
  );
  if (alike.length > 0) {
    return {
      answer: await askFirst(tools, asker, client, {
        ...{ id, fields, context, messages, request, doubts: [], alike },
      }),
    };
  }
  const answer = await logAndTell(tools, asker, request, true, id);
  return answer.refused && fieldOf[answer.refused]
    ? { errors: { [fieldOf[answer.refused] ?? 'reason']: answer.text } }
    : { answer };
}

/** What can be mended while the form is open, and the field it stands in. */
const fieldOf: Partial<Record<RefusalName, string>> = {
  amount_missing: 'amount',
  amount_not_positive: 'amount',
  unknown_currency: 'currency',
};
