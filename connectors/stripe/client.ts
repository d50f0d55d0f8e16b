import { z } from 'zod';
import { ConnectorError, type ConnectorTools } from '../../core/index.js';
import { exchange, failureOf } from '../http.js';
import {
  accountSchema,
  chargeSchema,
  paymentIntentSchema,
  refundsSchema,
  type StripeRefund,
} from './schema.js';
import type { StripeSettings } from './settings.js';

const timeoutMs = 20_000;
/** The most that Stripe gives on one page (docs.stripe.com/api/pagination). */
const pageSize = 100;
/** A charge with more refunds than this is nothing that people work by hand. */
const pagesMax = 20;

/** Reads from one account; nothing is ever written there. */
export type StripeClient = ReturnType<typeof openStripeClient>;

export function openStripeClient(settings: StripeSettings, tools: ConnectorTools) {
  async function read<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema> | null> {
    const answer = await exchange(tools, {
      url: `${settings.baseUrl}/v1/${path}`,
      method: 'GET',
      headers: {
        authorization: `Bearer ${settings.apiKey}`,
        accept: 'application/json',
        'user-agent': tools.userAgent,
      },
      timeoutMs,
    });
    // Stripe answers JSON to a 404 of its own; a proxy or another host does not.
    if (answer.status === 404 && answer.isJson) return null;
    const failure = failureOf(answer, tools.now());
    if (failure) throw failure;
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new ConnectorError('unreadable', 'unreadable_answer');
    return parsed.data;
  }

  return {
    /** An event of the last thirty days (docs.stripe.com/api/events/retrieve); null for an older one. */
    event: (id: string) => read(`events/${encodeURIComponent(id)}`, z.unknown()),
    account: async () => {
      const account = await read('account', accountSchema);
      if (!account) throw new ConnectorError('re_authorise', 'account_not_found');
      return account.id;
    },
    /** Null where Stripe knows no such charge. */
    charge: (id: string) => read(`charges/${encodeURIComponent(id)}`, chargeSchema),
    paymentIntent: (id: string) =>
      read(`payment_intents/${encodeURIComponent(id)}`, paymentIntentSchema),
    /** Every refund of a charge, newest first; null where Stripe knows no such charge. */
    refundsOf: async (chargeId: string): Promise<readonly StripeRefund[] | null> => {
      const refunds: StripeRefund[] = [];
      for (let page = 0; page < pagesMax; page += 1) {
        const last = refunds.at(-1)?.id;
        const after = last ? `&starting_after=${encodeURIComponent(last)}` : '';
        const path = `refunds?charge=${encodeURIComponent(chargeId)}&limit=${pageSize}${after}`;
        const found = await read(path, refundsSchema);
        if (!found) return null;
        refunds.push(...found.data);
        if (!found.has_more) return refunds;
      }
      throw new ConnectorError('give_up', 'too_many_refunds');
    },
  };
}
