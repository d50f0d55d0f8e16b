import {
  type Channel,
  type ClientFacts,
  channels,
  type DisputeStage,
  maskCustomer,
  parseCurrency,
  type Reversal,
  type ReversalType,
  reversalTypes,
} from '../../core/index.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, limits } from '../cards/limits.js';
import { plain } from '../cards/mrkdwn.js';
import {
  choiceField,
  dateField,
  dispatching,
  type ModalView,
  modal,
  textField,
} from '../show-reversal/modal.js';
import { typeNames } from '../words/names.js';
import type { LogContext, LogFields } from './log-fields.js';

export const logFormId = 'log_form';

const channelNames: Readonly<Record<Channel, string>> = {
  phone: 'Phone',
  email: 'E-mail',
  chat: 'Chat',
  crm: 'Helpdesk',
  api: 'API',
  slack: 'Slack',
};

/** Of a chargeback: what has come so far. Without a notice it is the customer's own claim. */
const stageNames: Readonly<Record<DisputeStage | 'claim', string>> = {
  claim: 'Customer’s claim, no notice yet',
  alert: 'Alert (Ethoca, CDRN)',
  inquiry: 'Inquiry or retrieval request',
  chargeback: 'Chargeback',
  pre_arbitration: 'Pre-arbitration',
  arbitration: 'Arbitration',
};

/**
 * The form as it stands for what was filled in so far: each type asks what it needs, and changing the
 * type or the client draws it anew. Whose money a refund before a dispute is, it does not show.
 */
export function logForm(
  clients: readonly ClientFacts[],
  fields: LogFields,
  context: LogContext,
  refundOf: Reversal | null = null,
): ModalView {
  const type = reversalTypes.find((one) => one === fields.type) ?? 'refund';
  const [only] = clients;
  const client = clients.length === 1 ? only : clients.find((one) => one.id === fields.client);
  const blocks: Block[] = context.note ? [note(plain(context.note))] : [];
  if (clients.length > 1) {
    const offered = clients.map((one) => [one.id, one.name] as const);
    blocks.push(dispatching(choiceField('client', 'Client', offered, client?.id)));
  }
  blocks.push(
    dispatching(
      choiceField(
        'type',
        'Type',
        reversalTypes.map((one) => [one, typeNames[one]] as const),
        type,
      ),
    ),
    ...moneyFields(type, client, fields),
    textField('identifier', 'Transaction id', {
      optional: true,
      initial: fields.identifier ?? '',
      hint: 'Charge, order or reference number. Never a card number.',
    }),
    customerField(fields, refundOf),
    ...typeFields(type, fields),
    textField('reason', 'Reason', { isLong: true, initial: fields.reason ?? '' }),
    choiceField(
      'channel',
      'How did it reach us?',
      channels.map((one) => [one, channelNames[one]] as const),
      fields.channel ?? 'phone',
    ),
  );
  return {
    ...modal({
      callbackId: logFormId,
      title: 'Log a reversal',
      submit: 'Log it',
      metadata: metadataFor(clients, fields, context, blocks),
      blocks,
    }),
    // Closed without sending, it becomes a draft (docs.slack.dev/surfaces/modals, notify_on_close).
    notify_on_close: true,
  };
}

function moneyFields(
  type: ReversalType,
  client: ClientFacts | undefined,
  fields: LogFields,
): Block[] {
  if (type === 'system_error') return [];
  const hint = 'With a dot, for example 49.99.';
  const currency = parseCurrency(fields.currency ?? '') ?? fields.currency ?? client?.currency;
  // Slack keeps what was typed where the block's id stays: another client's default needs its own.
  const currencyBlock = client && client.currency !== currency ? 'currency' : currencyId(client);
  const asked =
    type === 'merchant_error'
      ? [
          textField('before', 'Charged', { initial: fields.before ?? fields.amount ?? '', hint }),
          textField('after', 'Right amount', { initial: fields.after ?? '', hint }),
        ]
      : [textField('amount', 'Amount', { initial: fields.amount ?? '', hint })];
  return [
    ...asked,
    textField(currencyBlock, 'Currency', {
      initial: currency ?? '',
      hint: 'Three letters, for example USD',
    }),
  ];
}

const currencyId = (client: ClientFacts | undefined) =>
  client ? `currency@${client.id}` : 'currency';

function customerField(fields: LogFields, refundOf: Reversal | null): Block {
  return refundOf?.customer
    ? section(
        `Customer: ${plain(maskCustomer(refundOf.customer) ?? 'as on')} (as on ${refundOf.reference})`,
      )
    : textField('customer', 'Customer’s e-mail or phone', {
        optional: true,
        initial: fields.customer ?? '',
      });
}

function typeFields(type: ReversalType, fields: LogFields): Block[] {
  if (type === 'chargeback') {
    return [
      choiceField('stage', 'How far is it?', Object.entries(stageNames), fields.stage ?? 'claim'),
      dateField('respondBy', 'The processor wants an answer by', fields.respondBy),
      textField('reasonCode', 'Reason code', {
        optional: true,
        initial: fields.reasonCode ?? '',
        hint: 'As the processor gives it, for example 10.4 or 4853.',
      }),
    ];
  }
  if (type === 'bank_reversal') {
    return [
      textField('reasonCode', 'Return code', {
        optional: true,
        initial: fields.reasonCode ?? '',
        hint: 'As the bank gives it, for example R01 or AC04.',
      }),
    ];
  }
  if (type === 'system_error') {
    return [
      textField('trace', 'What the system wrote', {
        optional: true,
        isLong: true,
        initial: fields.trace ?? '',
        hint: 'Error message, status, request id, stack.',
      }),
    ];
  }
  return [];
}

/** The name of the field that a block asks. */
export const fieldOfBlock = (blockId: string) => blockId.split('@')[0] ?? blockId;

/** A field that the form does not show now must not be lost on the way through another type. */
const carriedMax = 200;

function metadataFor(
  clients: readonly ClientFacts[],
  fields: LogFields,
  context: LogContext,
  blocks: readonly Block[],
): Record<string, string> {
  const shown = new Set(blocks.map((block) => fieldOfBlock(block.block_id ?? '')));
  const metadata: Record<string, string> = {
    channel: context.channel,
    client: clients.length === 1 ? (clients[0]?.id ?? '') : '',
  };
  for (const name of ['refundOf', 'draft', 'last4', 'seen', 'note'] as const) {
    const value = context[name];
    if (value) metadata[name] = value;
  }
  for (const [name, value] of Object.entries(fields)) {
    if (!value || shown.has(name) || name === 'client' || value.length > carriedMax) continue;
    const longer = { ...metadata, [`${carriedMark}${name}`]: value };
    if (JSON.stringify(longer).length < limits.privateMetadata) Object.assign(metadata, longer);
  }
  return metadata;
}

const carriedMark = 'field.';

/** What the metadata of the form says: context, its one client, and fields it does not show. */
export function contextOf(metadata: Readonly<Record<string, string>>): {
  context: LogContext;
  carried: LogFields;
} {
  const carried: Record<string, string> = {};
  for (const [name, value] of Object.entries(metadata)) {
    if (name.startsWith(carriedMark)) carried[name.slice(carriedMark.length)] = value;
  }
  if (metadata.client) carried.client = metadata.client;
  const { channel = '', refundOf, draft, last4, seen, note: above } = metadata;
  return { context: { channel, refundOf, draft, last4, seen, note: above }, carried };
}
