import type { App } from '@slack/bolt';
import type { DecideRequest, Money, Refusal, RefusalName } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { confirmWithAmount } from '../decide-reversal/confirm-with-amount.js';
import { decideAndTell } from '../decide-reversal/decide.js';
import { readDecideForm } from '../decide-reversal/decide-form.js';
import { takeEditForm } from '../edit-reversal/edit-form.js';
import { fieldOfBlock } from '../log-reversal/log-form.js';
import { submitLogForm } from '../log-reversal/submit-log-form.js';
import { findEntry } from '../show-reversal/find-entry.js';
import { strangerWords } from '../who/who-speaks.js';
import { askerOf } from './commands.js';
import type { Handled } from './handled.js';
import { metadataOf, type ViewSubmission, valuesOf, viewSubmission } from './payloads.js';
import { lateMs } from './take-in-time.js';
import { tellAlone } from './tell.js';

type FieldErrors = { errors: Readonly<Record<string, string>> };
type Outcome = { answer: Answer } | FieldErrors;
type FormWork = (
  tools: BotTools,
  asker: Asker,
  form: ViewSubmission,
  key: string,
) => Promise<Outcome>;

/**
 * Forms: errors stand under their fields while the form is open. The key is the form's own id, so
 * that sending it again after "not taken" acts once.
 */
export function receiveForms(app: App, tools: BotTools, handled: Handled): void {
  const forms: readonly (readonly [string, FormWork])[] = [
    ['log_form', logWork],
    ['decide_form', decideWork],
    ['edit_form', editWork],
  ];
  for (const [callbackId, work] of forms) {
    app.view(callbackId, async ({ ack, body, context }) => {
      handled.by(context, callbackId);
      const form = viewSubmission.parse(body);
      const channel = metadataOf(form.view.private_metadata).channel ?? '';
      const fields = Object.keys(valuesOf(form));
      const submission = submit(tools, form, channel, work, callbackId);
      const outcome = await withinTime(submission, tools, fields);
      if ('errors' in outcome) {
        await ack({ response_action: 'errors', errors: { ...outcome.errors } });
        return;
      }
      await ack({ response_action: 'clear' });
      handled.inBackground(() => tellAlone(tools, { channel, user: form.user.id }, outcome.answer));
    });
  }
}

async function submit(
  tools: BotTools,
  form: ViewSubmission,
  channel: string,
  work: FormWork,
  callbackId: string,
): Promise<Outcome> {
  const surface = callbackId === 'log_form' ? 'chat_command' : 'chat_button';
  const asker = await askerOf(tools, form.user.id, channel === '' ? null : channel, surface);
  const outcome = asker
    ? await work(tools, asker, form, `chat:view:${form.view.id}`)
    : { answer: { text: strangerWords } };
  // Slack shows errors only under fields that the form has.
  const fields = Object.keys(valuesOf(form));
  if (!('errors' in outcome) || Object.keys(outcome.errors).some((field) => fields.includes(field)))
    return outcome;
  return { errors: underField(fields, Object.values(outcome.errors).join(' ')) };
}

/** The outcome, or within Slack's patience an error under a field: the form stays open. */
export async function withinTime<T>(
  work: Promise<T>,
  tools: BotTools,
  fields: readonly string[],
): Promise<T | FieldErrors> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<FieldErrors>((resolve) => {
    timer = setTimeout(() => {
      tools.telemetry.count('chat_late');
      // The form stays open: sent again it has the same id, which is its key.
      resolve({
        errors: underField(
          fields,
          'Not taken yet: the hub is slow. Press the button again in a moment; it acts once.',
        ),
      });
    }, lateMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    tools.telemetry.warn('chat_submissionfailed', {
      error: error instanceof Error ? error.name : 'unknown',
    });
    return {
      errors: underField(
        fields,
        'Something failed on our side. Press the button again; it acts once.',
      ),
    };
  } finally {
    clearTimeout(timer);
  }
}

async function logWork(tools: BotTools, asker: Asker, form: ViewSubmission): Promise<Outcome> {
  const outcome = await submitLogForm(tools, asker, form);
  if ('answer' in outcome) return outcome;
  // An error stands under the block that asks the field, whatever that block is called now.
  const blocks = Object.keys(valuesOf(form));
  const errors = Object.entries(outcome.errors).map(([field, words]) => [
    blocks.find((block) => fieldOfBlock(block) === field) ?? field,
    words.replace(/[`*]/g, ''),
  ]);
  return { errors: Object.fromEntries(errors) };
}

async function decideWork(
  tools: BotTools,
  asker: Asker,
  form: ViewSubmission,
  key: string,
): Promise<Outcome> {
  const values = valuesOf(form);
  const request = readDecideForm(tools, metadataOf(form.view.private_metadata), values, key);
  if ('errors' in request) return request;
  const result = await (request.action === 'confirm' && request.amount
    ? confirmByForm(tools, asker, { ...request, amount: request.amount }, key)
    : decideAndTell(tools, asker, request));
  const field = result.refusal ? fieldOf[result.refusal.refused] : undefined;
  if (!field) return { answer: result };
  const fields = Object.keys(values);
  const shown = fields.includes(field) ? [field] : fields;
  return { errors: underField(shown, result.text) };
}

function editWork(tools: BotTools, asker: Asker, form: ViewSubmission, key: string) {
  const metadata = metadataOf(form.view.private_metadata);
  return takeEditForm(tools, asker, { metadata, values: valuesOf(form), key });
}

async function confirmByForm(
  tools: BotTools,
  asker: Asker,
  request: DecideRequest & { amount: Money },
  requestKey: string,
): Promise<Answer & { refusal: Refusal | null }> {
  const found = await findEntry(tools, asker, request.reference);
  return 'answer' in found
    ? { ...found.answer, refusal: null }
    : confirmWithAmount(tools, asker, {
        reversal: found.reversal,
        amount: request.amount,
        requestKey,
      });
}

/** What can be mended while the form is open, and the field it stands in. */
const fieldOf: Partial<Record<RefusalName, string>> = {
  reason_required: 'reason',
  amount_missing: 'amount',
  amount_above_requested: 'amount',
  amount_not_positive: 'amount',
  payment_already_claimed: 'amount',
  unknown_currency: 'currency',
  refund_id_required: 'detail',
};

/** Slack shows an error under a field only. */
export const underField = (fields: readonly string[], text: string): Record<string, string> => ({
  [fields[0] ?? 'reason']: text.replace(/[`*]/g, ''),
});
