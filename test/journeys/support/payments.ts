import { parseCurrency } from '../../../core/reversals/money.js';

/** Payments of acme that the hub knows before the journey, by order number. */
export const orders = {
  thread: { order: '8841', charge: 'ch_3PqLk2KZ9xYtB7wM0aR2sVgT', captured: 9_998n },
  button: { order: '8842', charge: 'ch_3PqLk2KZ9xYtB7wM1bR2sVgU', captured: 9_998n },
  command: { order: '8843', charge: 'ch_3PqLk2KZ9xYtB7wM2cR2sVgV', captured: 9_998n },
  assigned: { order: '8844', charge: 'ch_3PqLk2KZ9xYtB7wM3dR2sVgW', captured: 9_998n },
  written: { order: '8845', charge: 'ch_3PqLk2KZ9xYtB7wM4eR2sVgX', captured: 9_998n },
  logged: { order: '8846', charge: 'ch_3PqLk2KZ9xYtB7wM5fR2sVgY', captured: 9_998n },
  rejected: { order: '8847', charge: 'ch_3PqLk2KZ9xYtB7wM6gR2sVgZ', captured: 9_998n },
  card: { order: '8848', charge: 'ch_3PqLk2KZ9xYtB7wM7hR2sVhA', captured: 9_998n },
  broken: { order: '8849', charge: 'ch_3PqLk2KZ9xYtB7wM8iR2sVhB', captured: 9_998n },
  early: { order: '8851', charge: 'ch_3PqLk2KZ9xYtB7wM8jR2sVhD', captured: 9_998n },
  corrected: { order: '8850', charge: 'ch_3PqLk2KZ9xYtB7wM9jR2sVhC', captured: 12_000n },
} as const;

const currency = parseCurrency('USD');

export const paymentToAdd = Object.values(orders).map(({ order, charge, captured }) => ({
  clientId: 'acme',
  processor: 'stripe',
  identifiers: [
    { kind: 'order_number' as const, value: order },
    { kind: 'stripe_payment' as const, value: charge },
  ],
  captured,
  currency,
  returnedBefore: 0n,
}));
