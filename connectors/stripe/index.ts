import { type ConnectorTools, definePushConnector, type PushConnection } from '../../core/index.js';
import { openStripeClient } from './client.js';
import { lookUpPayment } from './look-up-payment.js';
import { fetchEvent, readEvent } from './read-event.js';
import { type StripeSettings, settingsSchema } from './settings.js';
import { refusalOf } from './webhook.js';

/** Stripe: disputes, early fraud warnings, refunds and captures as signed events. */
export const stripe = definePushConnector<StripeSettings>({
  id: 'stripe',
  name: 'Stripe',
  isPush: true,
  settings: settingsSchema,
  open,
});

function open(settings: StripeSettings, tools: ConnectorTools): PushConnection {
  const client = openStripeClient(settings, tools);
  return {
    check: async () => ({ account: await client.account() }),
    lookUpPayment: (identifier, since) => lookUpPayment(client, identifier, since),
    fetchNotice: (eventId) => fetchEvent(client, eventId),
    readNotice: async (request) => {
      const why = refusalOf(settings.webhookSecret, request);
      return why ? { accepted: false, why } : readEvent(client, request.rawBody);
    },
  };
}
