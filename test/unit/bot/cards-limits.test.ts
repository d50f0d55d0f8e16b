import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cardOf } from '../../../bot/cards/card-blocks.js';
import { foldedListOf } from '../../../bot/cards/folded-list.js';
import { type Reversal, reversalStatuses, reversalTypes } from '../../../core/index.js';
import { faultsOfBlocks } from '../../support/stand-ins/slack/block-limits.js';
import { acme, clean, money, reversal } from './reversal-builder.js';

/** What people and vendors may have written: long, hostile, in any script. */
const written = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      '<!channel> <!here> <!subteam^S1>',
      '<@U0MANAGER> approved',
      '<https://evil.example|Approve $49.99>',
      '*RV-000002* · _approved_ by ~nobody~ `code` ```block```',
      '\u202Eapproved\u202C موافق',
      '@channel @everyone https://evil.example/login',
      '&lt;!channel&gt; &amp;',
      '👍'.repeat(400),
      'x'.repeat(40_000),
    ),
    fc
      .array(fc.constantFrom('<', '>', '&', '!', '@', '|', '\n', '*', '_', 'a', '😀'), {
        maxLength: 200,
      })
      .map((parts) => parts.join('')),
  )
  .map(clean);

const entry: fc.Arbitrary<Reversal> = fc
  .record({
    type: fc.constantFrom(...reversalTypes),
    kind: fc.constantFrom('request' as const, 'fact' as const),
    status: fc.constantFrom(...reversalStatuses),
    amount: fc.option(
      fc.bigInt({ min: 1n, max: 10n ** 15n }).map((minor) => money(minor)),
      {
        nil: null,
      },
    ),
    reason: fc.option(written, { nil: null }),
    reasonCode: fc.option(fc.string({ maxLength: 40 }), { nil: null }),
    customer: fc.record({ email: written, name: written }),
    reviewReasons: fc.array(written, { maxLength: 3 }),
    flags: fc.array(fc.string({ maxLength: 40 }), { maxLength: 5 }),
    payoutReference: fc.option(written, { nil: null }),
  })
  .map((changes) => reversal(changes as Partial<Reversal>));

/** Nothing that acts but the hub's own dates and its dashboard's links. */
const actsIn = (text: string) =>
  [...text.matchAll(/<([^>]*)>/g)]
    .map(([, inner = '']) => inner)
    .filter((inner) => !/^!date\^|^https:\/\/hub\.example\//.test(inner));

test('any entry makes a card within Slack’s limits, with a text for screen readers, and nothing acts', () => {
  fc.assert(
    fc.property(entry, written, (one, client) => {
      const card = cardOf({
        reversal: one,
        client: { ...acme, name: client },
        alsoOnPayment: [{ reference: 'RV-000009', status: 'approved' }],
        waitingFor: '1 more of manager',
        dashboardUrl: 'https://hub.example/reversals/RV-000001',
      });
      expect(faultsOfBlocks(card.blocks, 'message')).toEqual([]);
      expect(card.text.trim()).not.toBe('');
      const said = `${card.text} ${JSON.stringify(card.blocks)}`;
      expect(actsIn(said)).toEqual([]);
      expect(said).not.toMatch(/@(channel|here|everyone)\b/i);
    }),
    { numRuns: 300 },
  );
});

test('any folded list stays within them too', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 60 }),
      fc.array(entry, { maxLength: 60 }),
      (review, automatic) => {
        const list = foldedListOf(acme, { review, automatic });
        expect(faultsOfBlocks(list.blocks, 'message')).toEqual([]);
        expect(list.text.trim()).not.toBe('');
        expect(actsIn(`${list.text} ${JSON.stringify(list.blocks)}`)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
