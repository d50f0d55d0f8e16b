import type { Answer } from '../bot-tools.js';
import { section } from '../cards/folded-list.js';

const groups: readonly (readonly [string, readonly string[]])[] = [
  [
    'Log',
    [
      '`log 49.99 USD ch_3PqLmN8a duplicate charge, customer@example.com` – or `log` alone for a form',
      '`log` needs an amount, unless it is a system error; `120 instead of 12` is before and after',
      'what is not certain, or may be in the log already, is shown first: *Log it*, *Change*, *Cancel* or *It is this one*',
      '*Log as reversal* under a message’s *More actions* takes the whole thread; a form you close is kept as a draft',
    ],
  ],
  [
    'Ask',
    [
      '`find chargebacks over $500 due this week` · `find needs review` · `find customer@example.com`',
      '`how many refunds did I log yesterday` · `total approved last month by client` · `average refund since Monday`',
      'by type, client, status, currency, amount, person, customer, order or payment id, reason code, source',
      'days: `today`, `last 7 days`, `in March`, `since 1 May`, `between 2026-03-01 and 2026-03-15`; `due`, `approved` or `occurred` say which day',
      'grouped `by client` (type, status, currency, agent, reason code, day, week, month); `top 5`, `oldest`, `due first`',
      'in a thread, `only the ones in euro` or `and by client` goes on from your question before',
      '`show RV-000123` · `who approved RV-000123 and why` · `mine`',
      'questions are read in English; answers in a card’s thread in English, German, French, Spanish and Portuguese',
      '`report daily` (`weekly`, `monthly`) sums the last one up · `export refunds last month` gives a link to a CSV file of your own',
    ],
  ],
  [
    'Decide',
    [
      '`approve RV-000123` · `approve RV-000123 30.00` · `reject RV-000123 already refunded`',
      '`changes RV-000123 receipt, please` · `accept` or `contest RV-000123` for a chargeback',
      '`next RV-000123 present again` for a bank return · `answer RV-000123 not charged` for a system error',
      '`notify direct` or `notify channel`, `digest 8` or `digest off`: what you hear, and when',
      '`queue` goes through what waits for you, one at a time; small plain ones are ticked together there',
      'or answer in the card’s thread: “approved”, “approved, but only 30”, “no – already refunded”; a 👍 under the card is asked about with one button',
      'mention me there and I answer about that entry: `show`, `who approved this and why`, `note …`, `take`',
    ],
  ],
  [
    'Work on it',
    [
      '`confirm RV-000123` · `confirm RV-000123 25 USD` where the amount is missing · `withdraw` · `cancel` · `complete RV-000123 re_3PqLmN8a`',
      '`outcome RV-000123 won` keeps a dispute open, as a later stage may follow; `complete RV-000123` ends it, and a bank return whose next step is done',
      '`submit RV-000123` · `take RV-000123` · `assign RV-000123 @someone` · `note RV-000123 …`',
      '`wait RV-000123` leaves a customer’s claim that a charge is not theirs until the processor’s notice comes',
      '`evidence RV-000123 https://…` where the policy asks for evidence, or share the file in the card’s thread; what is there stands under *More*',
      'amount, type and reason are changed under *More*, *Edit*; where changes were asked for, that asks again',
      '`delegate @someone 2026-12-01 2026-12-14` while you are away, `delegate off`, `delegations` · `handover @someone` at the end of a shift',
      '`join RV-000123 RV-000124` says that two are one; `part RV-000123 RV-000124` undoes it',
    ],
  ],
];

/** What can be written; only what works is listed. */
export function helpAnswer(): Answer {
  const blocks = groups.map(([title, lines]) =>
    section(`*${title}*\n${lines.map((line) => `• ${line}`).join('\n')}`),
  );
  blocks.push(
    section(
      'Write it behind `/reversal`, to me in a direct message, or mention me. Slack runs no slash commands in threads: there, answer or mention me.',
    ),
  );
  return { text: 'What Reversal Hub understands', blocks };
}
