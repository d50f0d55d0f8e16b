// Run as a child process: a Zendesk account with so many tickets, on a port of its own.
import express from 'express';
import { listen } from '../support/stand-ins/http-server.js';
import { createZendeskStandIn } from '../support/stand-ins/zendesk/stand-in.js';

const { tickets, email, apiToken } = JSON.parse(process.argv[2] ?? '{}');
const dayMs = 86_400_000;
const standIn = createZendeskStandIn({ email, apiToken, rateLimit: false });
const start = Date.now() - dayMs;
const texts = [
  'Where is my parcel? It has not moved since Monday.',
  'I was charged twice for order 8841, please refund 49.99 USD.',
  'Please change the address of my delivery to Main Street 5.',
  'How do I reset my password? The link in the mail does not work.',
];
const writers = Array.from({ length: 50 }, (_, index) => ({
  name: `Customer ${index}`,
  email: `customer-${index}@example.com`,
}));
for (let index = 0; index < tickets; index += 1) {
  // One in twenty asks for money back, as in a busy inbox.
  const text = texts[index % 20 === 1 ? 1 : (index % 3) + (index % 3 === 1 ? 1 : 0)] ?? '';
  standIn.state.createTicket({
    subject: `Ticket ${index}`,
    body: `${text} `.repeat(6),
    requester: writers[index % writers.length] ?? { name: 'C', email: 'c@example.com' },
    createdAt: new Date(start + index),
  });
}
const app = express();
app.use(standIn.router);
const server = await listen(app);
process.stdout.write(`${server.url}\n`);
