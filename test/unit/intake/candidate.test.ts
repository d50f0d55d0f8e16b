import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../core/intake/candidate.js';
import { readText } from '../../../core/intake/read-text.js';
import { aMessage, aSourceItem } from './source-item-builder.js';

const client = {
  id: 'acme',
  name: 'Acme',
  currency: 'USD',
  timezone: 'America/New_York',
  policy: null,
  chatChannelId: null,
};
/** A test number of a card scheme, which passes the check digit. */
const card = '4242 4242 4242 4242';
const reasonOf = (over: Parameters<typeof aSourceItem>[0]) =>
  candidateOf(aSourceItem(over), client, null).reason;

describe('the one sentence shown never holds part of a card number', () => {
  // The sentence is cut at 240 characters: the number straddles the cut wherever it begins here.
  const before = 'Please return the money that was taken from my card without my asking for it '
    .repeat(3)
    .slice(0, 228);
  it.each([
    ['in the subject, where nothing was written', { subject: `${before} ${card}`, messages: [] }],
    ['in the first message', { messages: [aMessage(`${before} ${card}`)] }],
  ])('%s', (_name, over) => {
    const reason = reasonOf(over);
    expect(reason).toContain('Please return the money');
    expect(reason).not.toMatch(/4242/);
  });
});

describe('told by a processor or a bank it is a fact, by a customer a request', () => {
  it.each([
    ['fact', 'A cardholder has disputed payment 7781992 of USD 230.00. Respond by 14 June.'],
    ['fact', 'Early fraud warning for a payment of 40.00 USD'],
    ['fact', 'ACH debit of 120.00 USD returned R01'],
    ['request', 'I do not recognise this charge of 40.00 USD'],
    ['request', 'My bank has opened a dispute over the 40.00 USD'],
    ['request', 'I want to dispute this charge of 40.00 USD'],
    ['request', 'Please refund 40.00 USD'],
  ])('%s: %s', (kind, text) => {
    const read = candidateOf(aSourceItem({ messages: [aMessage(text)] }), client, null);
    expect({ kind: read.kind, outcome: read.outcome }).toEqual({ kind, outcome: 'log' });
  });
});

describe('reasons that quote the words of a text', () => {
  it('are shown where a text is only read, and stored nowhere: they would outlive an erasure', () => {
    const text =
      'Refund Jane Doe! Please refund Jane Doe, I want my money back. Jane Doe, refund it.';
    expect(readText({ text }).reasons.some((reason) => reason.includes('“'))).toBe(true);
    const { reasons } = candidateOf(aSourceItem({ messages: [aMessage(text)] }), client, null);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.join(' ')).not.toMatch(/“|jane|doe/i);
  });
});

describe('what a machine wrote about a fault goes with a system error, redacted', () => {
  it('as the trace, without what is secret in it', () => {
    const text = `The checkout crashed and took my money: payment of 40.00 USD failed but I was charged.
Error: timeout for card ${card}
    at pay (/app/checkout.js:12:3)
HTTP/1.1 504 Gateway Timeout`;
    const read = candidateOf(aSourceItem({ messages: [aMessage(text)] }), client, null);
    expect(read.type).toBe('system_error');
    expect(read.trace).toMatch(/^Error: timeout for card .*\nat pay .*\nHTTP\/1\.1 504/);
    expect(read.trace).not.toContain('4242 4242');
  });

  it.each([
    ['another type', 'Please refund 40.00 USD. HTTP 500'],
    [
      'a fault in words',
      'Your checkout crashed with an error and my card was charged anyway, 40.00 USD',
    ],
  ])('%s has none', (_name, text) => {
    expect(candidateOf(aSourceItem({ messages: [aMessage(text)] }), client, null).trace).toBeNull();
  });
});
