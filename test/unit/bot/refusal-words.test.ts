import { describe, expect, it } from 'vitest';
import { understandAnswer } from '../../../bot/decide-reversal/understand-answer.js';
import { refusalWords } from '../../../bot/words/refusal-words.js';
import { money } from './reversal-builder.js';

const tried = { reference: 'RV-000001' };
const words = (
  action: Parameters<typeof understandsAs>[1],
  surface: 'chat_thread' | 'chat_button',
) =>
  refusalWords(
    { refused: 'reason_required', facts: {} },
    { ...tried, action, surface, locale: 'en-US' },
  );

function understandsAs(
  text: string,
  action: 'approve' | 'reject' | 'request_changes' | 'accept' | 'contest',
) {
  const type = action === 'accept' || action === 'contest' ? 'chargeback' : 'refund';
  return understandAnswer(text, { ...tried, type, amount: money(4999n) });
}

describe('an example answer in a thread is understood as the action that was tried, with a reason', () => {
  it.each(['approve', 'reject', 'request_changes', 'accept', 'contest'] as const)(
    '%s',
    (action) => {
      const example = /“(.+)”/.exec(words(action, 'chat_thread'))?.[1] ?? '';
      const said = understandsAs(example, action);
      expect(said.decision).toBe(action);
      expect(said.reason).toBeTruthy();
    },
  );

  it.each(['approve', 'accept'] as const)('beside a form for %s no command is named', (action) => {
    expect(words(action, 'chat_button')).toBe('A reason is needed. Write it in the field for it.');
  });
});

describe('a missing amount', () => {
  const facts = { refused: 'amount_missing', facts: {} } as const;
  const at = { ...tried, surface: 'chat_button', locale: 'en-US' } as const;

  it('is written behind the reference where the entry was to be confirmed', () => {
    expect(refusalWords(facts, { ...at, action: 'confirm' })).toContain(
      '`confirm RV-000001 25 USD`',
    );
  });

  it('names no command where a form asked for it', () => {
    expect(refusalWords(facts, at)).toContain('Write one above zero');
  });
});
