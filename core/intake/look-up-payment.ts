import type { Desk } from '../reversals/desk.js';
import type { PaymentNotice } from '../reversals/notice.js';
import type { ReversalStore } from '../reversals/ports.js';
import type { Identifier } from '../reversals/reversal.js';
import { ConnectorError } from './connector-contract.js';
import type { OpenPush } from './take-notices.js';

type LookUpTools = {
  desk: Pick<Desk, 'takeNotice'>;
  store: Pick<ReversalStore, 'paymentsNamed'>;
  count: (name: string, labels?: Record<string, string>) => void;
};

/**
 * Asks the processors of a client for payments that are named and not known yet, read-only, so that
 * the card says what was captured. Trouble there is counted and holds nothing up: the entry is then
 * logged with its captured amount unknown.
 */
export async function lookUpPayments(
  tools: LookUpTools,
  pushed: Iterable<OpenPush>,
  clientId: string,
  identifiers: readonly Identifier[],
): Promise<void> {
  for (const open of pushed) {
    const lookUp = open.connection.lookUpPayment;
    if (open.clientId !== clientId || !lookUp) continue;
    for (const identifier of identifiers) {
      const [known] = await tools.store.paymentsNamed([clientId], identifier);
      if (known?.captured) continue;
      const found = await asked(tools, open, () => lookUp(identifier, open.actFrom));
      if (!found) continue;
      await tools.desk.takeNotice({
        connectionId: open.id,
        clientId,
        notice: found,
        reason: null,
        actFrom: open.actFrom,
      });
    }
  }
}

async function asked(
  tools: LookUpTools,
  open: OpenPush,
  lookUp: () => Promise<PaymentNotice | null>,
): Promise<PaymentNotice | null> {
  try {
    const found = await lookUp();
    tools.count('payment_look_up', { connection: open.id, result: found ? 'found' : 'unknown' });
    return found;
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    tools.count('payment_look_up', { connection: open.id, result: error.kind });
    return null;
  }
}
