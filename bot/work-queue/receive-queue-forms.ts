import type { App } from '@slack/bolt';
import { referenceOf } from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { readDecideForm } from '../decide-reversal/decide-form.js';
import { askerOf } from '../receiving/commands.js';
import { underField, withinTime } from '../receiving/forms.js';
import type { Handled } from '../receiving/handled.js';
import {
  metadataOf,
  tickedIn,
  type ViewSubmission,
  valuesOf,
  viewSubmission,
} from '../receiving/payloads.js';
import { quietly } from '../receiving/tell.js';
import type { ModalView } from '../show-reversal/modal.js';
import { strangerWords } from '../who/who-speaks.js';
import { approveTicked, confirmView } from './bulk.js';
import { bulkBusyView } from './bulk-view.js';
import { readState } from './queue-state.js';
import { type Decided, decideInQueue, nextView } from './work-queue.js';

type Errors = { errors: Readonly<Record<string, string>> };

/** What is sent from within the queue: a typed reason, what was ticked, and the one question after it. */
export function receiveQueueForms(app: App, tools: BotTools, handled: Handled): void {
  app.view('queue_form', async ({ ack, body, context }) => {
    handled.by(context, 'queue_form');
    const form = viewSubmission.parse(body);
    const fields = Object.keys(valuesOf(form));
    const outcome = await withinTime(decideByForm(tools, form), tools, fields);
    if ('errors' in outcome) {
      await ack({ response_action: 'errors', errors: { ...outcome.errors } });
      return;
    }
    // The form closes by itself; what it stood on is the queue.
    await ack();
    const { queue } = metadataOf(form.view.private_metadata);
    handled.inBackground(() => show(tools, queue ?? '', outcome.view));
  });

  app.view('queue_bulk', async ({ ack, body, context }) => {
    handled.by(context, 'queue_bulk');
    const form = viewSubmission.parse(body);
    const fields = Object.keys(form.view.state?.values ?? {});
    const outcome = await withinTime(confirmTicked(tools, form, fields), tools, fields);
    if ('errors' in outcome) {
      await ack({ response_action: 'errors', errors: { ...outcome.errors } });
      return;
    }
    await ack({ response_action: 'update', view: outcome.view });
  });

  app.view('queue_bulk_confirm', async ({ ack, body, context }) => {
    handled.by(context, 'queue_bulk_confirm');
    const form = viewSubmission.parse(body);
    const state = readState(form.view.private_metadata);
    const ticked = tickedToApprove(form);
    // Many decisions take longer than Slack waits: they go on behind this window.
    await ack({ response_action: 'update', view: bulkBusyView(ticked.length, state) });
    handled.inBackground(async () => {
      const asker = await whoSent(tools, form);
      if (!asker) return;
      const key = `chat:bulk:${form.view.id}:${form.user.id}`;
      await show(tools, form.view.id, await approveTicked(tools, asker, state, ticked, key));
    });
  });
}

async function whoSent(tools: BotTools, form: ViewSubmission): Promise<Asker | null> {
  const { channel } = readState(form.view.private_metadata);
  return askerOf(tools, form.user.id, channel === '' ? null : channel, 'chat_button');
}

async function show(tools: BotTools, viewId: string, view: ModalView): Promise<void> {
  // Whoever closed the window meanwhile sees the outcome on the cards and when they open it again.
  await quietly(tools, 'queue', async () => {
    await tools.web.views.update({ view_id: viewId, view });
  });
}

async function decideByForm(
  tools: BotTools,
  form: ViewSubmission,
): Promise<Errors | { view: ModalView }> {
  const metadata = metadataOf(form.view.private_metadata);
  const values = valuesOf(form);
  const asker = await whoSent(tools, form);
  if (!asker) return { errors: underField(Object.keys(values), strangerWords) };
  const request = readDecideForm(tools, metadata, values, `chat:view:${form.view.id}`);
  if ('errors' in request) return request;
  const state = readState(form.view.private_metadata);
  const decided = await decideInQueue(tools, asker, state, request);
  if (decided.kind === 'form') {
    return { errors: underField(['reason'], 'A reason is needed: write it here.') };
  }
  return { view: await viewAfter(tools, asker, decided) };
}

const viewAfter = (tools: BotTools, asker: Asker, decided: Extract<Decided, { kind: 'next' }>) =>
  nextView(tools, asker, decided.state, decided);

async function confirmTicked(
  tools: BotTools,
  form: ViewSubmission,
  fields: readonly string[],
): Promise<Errors | { view: ModalView }> {
  const ticked = tickedIn(form);
  if (ticked.length === 0) return { errors: underField(fields, 'Tick at least one.') };
  const asker = await whoSent(tools, form);
  if (!asker) return { errors: underField(fields, strangerWords) };
  const view = await confirmView(tools, asker, readState(form.view.private_metadata), ticked);
  return view
    ? { view }
    : { errors: underField(fields, 'All of these changed meanwhile. Go back and look again.') };
}

/** `123:<content>` of each, as the question carried them. */
function tickedToApprove(form: ViewSubmission) {
  const { ticked = '' } = metadataOf(form.view.private_metadata);
  return ticked.split(' ').flatMap((one) => {
    const [number = '', contentHash = ''] = one.split(':');
    return /^\d{1,9}$/.test(number) && contentHash !== ''
      ? [{ reference: referenceOf(Number(number)), contentHash }]
      : [];
  });
}
