import { createHmac } from 'node:crypto';
import type { PushStandIn } from './push-suite.js';

export const adyenKey = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';

export type AdyenEvent = Record<string, unknown> & { additionalData?: object };

export const adyenEvent = (eventCode: string, over: object = {}): AdyenEvent => ({
  eventCode,
  eventDate: '2026-03-01T10:00:00+01:00',
  merchantAccountCode: 'AcmeStore',
  merchantReference: 'order-8841',
  originalReference: 'NC6HT9CRT65ZGN82',
  pspReference: 'DZ4DPSHB4WD2WN82',
  paymentMethod: 'visa',
  reason: 'Other Fraud-Card Absent Environment',
  success: 'true',
  amount: { value: 4999, currency: 'EUR' },
  ...over,
});

/** A batch, each item signed as Adyen's own library does it. */
export function adyenBatch(events: readonly AdyenEvent[], key = adyenKey): string {
  return JSON.stringify({
    live: 'true',
    notificationItems: events.map((event) => ({
      NotificationRequestItem: {
        ...event,
        additionalData: { ...event.additionalData, hmacSignature: signatureOf(event, key) },
      },
    })),
  });
}

function signatureOf(event: AdyenEvent, key: string): string {
  const amount = (event.amount ?? {}) as Record<string, unknown>;
  const fields = [
    event.pspReference,
    event.originalReference,
    event.merchantAccountCode,
    event.merchantReference,
    amount.value,
    amount.currency,
    event.eventCode,
    event.success,
  ];
  const text = fields.map((one) => one ?? '').join(':');
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('base64');
}

export const adyenStandIn: PushStandIn = {
  connectorId: 'adyen',
  settings: { hmacKey: adyenKey },
  hasAge: false,
  sign: (body, _at) => {
    const event = eventIn(body);
    return { headers: {}, body: event ? adyenBatch([event]) : body };
  },
  events: {
    dispute: adyenEvent('CHARGEBACK'),
    refund: adyenEvent('REFUND'),
    unknown: adyenEvent('REPORT_AVAILABLE', { pspReference: 'report.csv' }),
  },
  spoiled: (event) => {
    const whole = event as AdyenEvent;
    const rows: readonly [string, object][] = [
      ['amount as text', { amount: { value: '4999', currency: 'EUR' } }],
      ['no amount', { amount: null }],
      ['an amount of 40 digits', { amount: { value: 1e39, currency: 'EUR' } }],
      ['a currency of nobody', { amount: { value: 4999, currency: 'ZZZ' } }],
      ['no date', { eventDate: 'yesterday' }],
      ['success as a list', { success: ['true'] }],
    ];
    return rows.map(([name, over]) => ({ name, event: { ...whole, ...over } }));
  },
  fetch: () => Promise.reject(new Error('nothing is asked of Adyen')),
};

/** The event that a test wrote down; null for a body that is none. */
function eventIn(body: string): AdyenEvent | null {
  if (!body.startsWith('{"eventCode"')) return null;
  return JSON.parse(body) as AdyenEvent;
}
