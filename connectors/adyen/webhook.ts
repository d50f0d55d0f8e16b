import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookRefusal } from '../../core/index.js';

type RawItem = Readonly<Record<string, unknown>>;

/**
 * Why a delivery does not count; null where every item of it is signed. As in Adyen's own library
 * (Adyen/adyen-node-api-library, hmacValidator.ts): base64 of HMAC-SHA256, hex key, over eight fields
 * joined by colons. Only these are signed, and no time is: a replay is known by its event id alone.
 */
export function refusalOf(hmacKey: string, items: readonly RawItem[]): WebhookRefusal | null {
  const key = Buffer.from(hmacKey, 'hex');
  for (const item of items) {
    const given = fieldOf(item.additionalData, 'hmacSignature');
    if (typeof given !== 'string' || given === '') return 'unsigned';
    const wanted = createHmac('sha256', key).update(signedText(item)).digest();
    const digest = Buffer.from(given, 'base64');
    if (digest.length !== wanted.length || !timingSafeEqual(digest, wanted)) return 'bad_signature';
  }
  return null;
}

function signedText(item: RawItem): string {
  const fields = [
    item.pspReference,
    item.originalReference,
    item.merchantAccountCode,
    item.merchantReference,
    fieldOf(item.amount, 'value'),
    fieldOf(item.amount, 'currency'),
    item.eventCode,
    item.success,
  ];
  return fields.map((one) => (one === undefined || one === null ? '' : String(one))).join(':');
}

function fieldOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && name in holder
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}
