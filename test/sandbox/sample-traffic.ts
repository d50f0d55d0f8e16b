import { parseCurrency } from '../../core/reversals/money.js';

/** A ticket as a customer would write it; `order` refers to a payment the sandbox knows. */
export type SampleTicketText = {
  subject: string;
  body: string;
  requester: { name: string; email: string };
  channel: 'email' | 'chat' | 'web' | 'voice';
};

/** Payments the sandbox's clients took before; orders and charges the samples speak of. */
export const samplePayments = [
  payment('acme', '8841', 'ch_3PqK8mKZ9xYtB7wM0aR2sVgT', 9_998n),
  payment('acme', '8842', 'ch_3PqLk2KZ9xYtB7wM1nD4sVhE', 14_997n),
  payment('acme', '8850', 'ch_3PqMw4KZ9xYtB7wM0bT5sViU', 2_400n),
  payment('acme', '8853', 'ch_3PqNx5KZ9xYtB7wM1cU6sVjV', 12_000n),
  payment('acme', '8861', 'ch_3PqPy6KZ9xYtB7wM0dV7sVkW', 64_900n),
  payment('acme', '8867', 'ch_3PqQz7KZ9xYtB7wM1eW8sVlX', 3_550n),
  payment('acme', '8870', 'ch_3PqRa8KZ9xYtB7wM0fX9sVmY', 18_000n),
  payment('acme', '8874', null, null),
  payment('globex', 'GX-2041', 'ch_3PrAa1KZ9xYtB7wM0gH1sVnA', 11_980n),
  payment('globex', 'GX-2046', 'ch_3PrBb2KZ9xYtB7wM1hJ2sVoB', 21_900n),
  payment('globex', 'GX-2050', 'ch_3PrCc3KZ9xYtB7wM0iK3sVpC', 4_500n),
];

function payment(
  clientId: 'acme' | 'globex',
  order: string,
  charge: string | null,
  capturedMinor: bigint | null,
) {
  const identifiers = [
    { kind: 'order_number', value: order },
    ...(charge === null ? [] : [{ kind: 'stripe_payment', value: charge }]),
  ];
  return {
    clientId,
    processor: 'stripe',
    identifiers,
    captured: capturedMinor,
    currency: capturedMinor === null ? null : parseCurrency(clientId === 'acme' ? 'USD' : 'EUR'),
    returnedBefore: 0n,
  };
}

/** Stand at the stand-in from the first start: the whole product can be seen with them. */
export const firstTickets: readonly SampleTicketText[] = [
  {
    subject: 'Charged twice',
    body: 'I was charged twice for order 8841, please return 49.99 USD',
    requester: { name: 'Jane Cooper', email: 'jane.cooper@example.com' },
    channel: 'email',
  },
  {
    subject: 'Where is my parcel?',
    body: 'Hi, the tracking for my parcel 1Z999AA10123456784 has not moved since Monday. When will it arrive?',
    requester: { name: 'Tom Ellis', email: 'tom.ellis@example.com' },
    channel: 'email',
  },
  {
    subject: 'Refund for order 8861',
    body: 'The desk arrived broken. Please refund the 649.00 USD for order 8861.\n\nThanks\nAmira',
    requester: { name: 'Amira Haddad', email: 'amira.haddad@example.com' },
    channel: 'email',
  },
  {
    subject: 'refund pls',
    body: 'hello i want my money back please, this is not what i ordered',
    requester: { name: 'Sam Lee', email: 'sam.lee@example.com' },
    channel: 'chat',
  },
  {
    subject: 'Small refund',
    body: 'You promised to refund the delivery fee of 12.00 USD for order 8850. Can you refund it please?',
    requester: { name: 'Olga Petrova', email: 'olga.petrova@example.com' },
    channel: 'email',
  },
];

/** Keep trickling in, one after the other. */
export const laterTickets: readonly SampleTicketText[] = [
  {
    subject: 'Wrong amount on order 8853',
    body: 'I was charged 120 USD instead of 12 USD for order 8853. Please correct this.',
    requester: { name: 'Ben Ortiz', email: 'ben.ortiz@example.com' },
    channel: 'email',
  },
  {
    subject: 'Unknown charge',
    body: 'There is a charge of 35.50 USD on my card from you that I did not make. It is order 8867 apparently. This is not authorised, I will dispute it with my bank.',
    requester: { name: 'Maria Silva', email: 'maria.silva@example.com' },
    channel: 'email',
  },
  {
    subject: 'Password reset',
    body: 'I cannot log in to my account, the reset mail does not come.',
    requester: { name: 'Pia Lund', email: 'pia.lund@example.com' },
    channel: 'web',
  },
  {
    subject: 'Devolución del pedido 8870',
    body: 'Hola, devolví el pedido 8870 la semana pasada. Por favor, devuélvanme 180,00 USD.',
    requester: { name: 'Lucía Gómez', email: 'lucia.gomez@example.com' },
    channel: 'email',
  },
  {
    subject: 'Refund to my card',
    body: 'Please refund 20.00 USD for order 8874 to my card 4111 1111 1111 1111, it expires 12/27.',
    requester: { name: 'Noah Brown', email: 'noah.brown@example.com' },
    channel: 'chat',
  },
];

/** What Globex's customers write; at HubSpot, one after the other. */
export const globexTickets: readonly SampleTicketText[] = [
  {
    subject: 'Charged twice for GX-2041',
    body: 'Hello, you charged me twice for order GX-2041. Please refund 59.90 EUR.',
    requester: { name: 'Lena Vogt', email: 'lena.vogt@example.com' },
    channel: 'email',
  },
  {
    subject: 'Rückerstattung Bestellung GX-2046',
    body: 'Guten Tag, die Lampe kam zerbrochen an. Bitte erstatten Sie mir 219,00 EUR für die Bestellung GX-2046.',
    requester: { name: 'Jonas Weber', email: 'jonas.weber@example.com' },
    channel: 'email',
  },
  {
    subject: 'Opening hours',
    body: 'Is your shop in Munich open on Saturday?',
    requester: { name: 'Eva Brandt', email: 'eva.brandt@example.com' },
    channel: 'web',
  },
  {
    subject: 'Cancelled but paid',
    body: 'I cancelled order GX-2050 the same day but 45.00 EUR were taken all the same. I would like my money back.',
    requester: { name: 'Marek Novak', email: 'marek.novak@example.com' },
    channel: 'chat',
  },
];
