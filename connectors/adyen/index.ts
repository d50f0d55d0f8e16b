import {
  definePushConnector,
  type Notice,
  type NoticeReading,
  type PushConnection,
} from '../../core/index.js';
import { jsonOf, nameOfBody } from '../signatures.js';
import { deliverySchema, itemSchema, namePartsSchema } from './schema.js';
import { type AdyenSettings, settingsSchema } from './settings.js';
import { eventIdOf, isEventOfOurs, toNotice } from './to-notice.js';
import { refusalOf } from './webhook.js';

/** Adyen: disputes at every stage, fraud notifications, refunds and captures as signed batches. */
export const adyen = definePushConnector<AdyenSettings>({
  id: 'adyen',
  name: 'Adyen',
  isPush: true,
  settings: settingsSchema,
  open,
});

function open({ hmacKey }: AdyenSettings): PushConnection {
  return {
    // Nothing is asked of Adyen, so a key that is wrong shows in refused deliveries only.
    check: async () => ({ account: 'signed webhooks only' }),
    readNotice: async ({ rawBody }) => readDelivery(hmacKey, rawBody),
    // Adyen's classic acknowledgement; a newer set-up is content with the status.
    acceptedBody: '[accepted]',
  };
}

function readDelivery(hmacKey: string, rawBody: Buffer): NoticeReading {
  const delivery = deliverySchema.safeParse(jsonOf(rawBody));
  // The signatures lie in the body: what cannot be read cannot be believed either.
  if (!delivery.success) return { accepted: false, why: 'unreadable' };
  const items = delivery.data.notificationItems.map((one) => one.NotificationRequestItem);
  const why = refusalOf(hmacKey, items);
  if (why) return { accepted: false, why };
  const notices: Notice[] = [];
  const unreadable: { eventId: string; code: string }[] = [];
  let ignored = 0;
  for (const raw of items) {
    const item = itemSchema.safeParse(raw);
    const isOurs = isEventOfOurs(raw.eventCode);
    const notice = !isOurs ? 'ignored' : item.success ? toNotice(item.data) : null;
    if (notice === 'ignored') ignored += 1;
    else if (notice) notices.push(notice);
    else unreadable.push({ eventId: nameOf(raw, rawBody), code: 'unreadable_event' });
  }
  return { accepted: true, notices, unreadable, ignored };
}

/** The event's own name, as far as it has one. */
function nameOf(raw: unknown, rawBody: Buffer): string {
  const named = namePartsSchema.safeParse(raw);
  return named.success ? eventIdOf(named.data) : nameOfBody(rawBody);
}
