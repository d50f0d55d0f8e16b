import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { understandAnswer } from '../../../bot/decide-reversal/understand-answer.js';
import { parseCurrency, type ReversalType } from '../../../core/index.js';
import { disputeRows, notYesRows, yesRows } from './answer-rows.js';

const usd = parseCurrency('USD');
if (!usd) throw new Error('USD is a currency');
const amount = { minor: 4999n, currency: usd };

const row = /^(\w+) \| (.*) => (\w+)(?:\((\w+)\))?(?: (\d+))?(?: # (.*))?$/;
const rows = readFileSync(new URL('../../corpora/answers.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, type = '', written = '', decision = '', candidate, minor, why] = row.exec(line) ?? [];
    if (decision === '') throw new Error(`not a row of the corpus: ${line}`);
    const text = written.replaceAll('\\n', '\n');
    return { type: type as ReversalType, text, decision, candidate, minor, why };
  });

describe('every answer of the corpus says what stands beside it', () => {
  it.each(rows)('$type: $text', ({ type, text, decision, candidate, minor }) => {
    const said = understandAnswer(text, { reference: 'RV-000123', type, amount });
    if (decision === 'undecided') return expect(['confirm', 'none']).toContain(said.decision);
    expect(said).toMatchObject({
      decision,
      amount: minor === undefined ? null : BigInt(minor),
      ...(candidate ? { candidate } : {}),
    });
  });
});

test('the corpora are large enough to judge by, and every answer that is no yes says why', () => {
  const undecided = ['confirm', 'none', 'undecided'];
  const noYes = rows.filter(({ decision }) => undecided.includes(decision));
  expect(noYes.filter(({ why }) => !why)).toEqual([]);
  expect(rows.length + yesRows.length + notYesRows.length + disputeRows.length).toBeGreaterThan(
    1_800,
  );
  expect(noYes.length + notYesRows.length).toBeGreaterThan(900);
});
