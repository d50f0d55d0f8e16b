import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { nearestName } from '../../../core/operations/nearest-name.js';
import { readLines } from '../../../core/operations/read-lines.js';
import { command, memoryTerminal, piecesOf, separateHub } from './command-run.js';

const hub = separateHub({
  readConfiguration: async () => {
    throw new Error('reading text needs no configuration');
  },
});

const jsonOf = (out: string): unknown[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

async function linesOf(pieces: readonly string[], lengthMax = 1_000) {
  const lines = [];
  for await (const line of readLines(piecesOf(pieces), lengthMax)) lines.push(line);
  return lines;
}

describe('lines', () => {
  it('are the same however the input is cut into pieces', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r\n'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 40 })), async (whole, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
        expect(await linesOf(pieces)).toEqual(await linesOf([whole]));
      }),
    );
  });

  it.each([
    ['nothing', [''], []],
    ['one without an end', ['a'], [{ number: 1, text: 'a' }]],
    [
      'an empty one counts',
      ['\nb\r\n'],
      [
        { number: 1, text: '' },
        { number: 2, text: 'b' },
      ],
    ],
    [
      'one too long is passed over',
      ['12345', '678\nb'],
      [
        { number: 1, tooLong: true },
        { number: 2, text: 'b' },
      ],
    ],
    [
      'the last one too long',
      ['a\n12345'],
      [
        { number: 1, text: 'a' },
        { number: 2, tooLong: true },
      ],
    ],
  ])('%s', async (_name, pieces, lines) => {
    expect(await linesOf(pieces, 4)).toEqual(lines);
  });
});

describe('hub analyze', () => {
  it('reads the first-light ticket as outside.md says', async () => {
    const text = 'I was charged twice for order 8841, please return 49.99 USD';
    const run = await command('analyze', {
      hub,
      stdin: [`${JSON.stringify({ id: 't1', text })}\n`],
    });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(jsonOf(run.out)).toMatchObject([
      {
        id: 't1',
        outcome: 'log',
        isReversal: true,
        type: 'refund',
        amount: 4999,
        currency: 'USD',
        identifiers: [{ kind: 'order_number', value: '8841' }],
        redacted: { subject: null, text },
      },
    ]);
  });

  it('keeps the order and the ids as given; bad lines are told by number and left out; exit 1', async () => {
    const lines = [
      '{"id":"a","text":"hello"}',
      'not json 4111 1111 1111 1111',
      '',
      '{"id":"b"}',
      '{"id":7,"text":"hello","currency":"USD","timezone":"Europe/Berlin","receivedAt":"2026-01-31"}',
      '{"id":"c","text":"x","currency":"QQQ","timezone":"Mars","receivedAt":"soon"}',
      '["id"]',
      '{"id":"d","text":"last"}',
    ];
    const run = await command('analyze', { hub, stdin: [lines.join('\n')] });
    expect(run.code).toBe(1);
    expect(jsonOf(run.out).map((line) => Reflect.get(Object(line), 'id'))).toEqual(['a', 7, 'd']);
    expect(run.err.trim().split('\n')).toEqual([
      'line 2: is not JSON',
      'line 4: missing or of the wrong form: text',
      'line 6: missing or of the wrong form: receivedAt, currency, timezone',
      'line 7: missing or of the wrong form: the line',
      '4 lines were left out.',
    ]);
  });

  it('never prints a card number, on either stream', async () => {
    const card = '4111 1111 1111 1111';
    const lines = [
      JSON.stringify({ id: 'a', subject: card, text: `refund ${card} please` }),
      JSON.stringify({ id: 'b', text: { card } }),
      JSON.stringify({ id: 'c', text: 'x', currency: card, timezone: card }),
      card,
    ];
    const run = await command('analyze', { hub, stdin: [lines.join('\n')] });
    expect(`${run.out}${run.err}`.replaceAll(/\D/g, '')).not.toContain('4111111111111111');
    expect(run.out).toContain('1111');
  });

  it('answers each line before it asks for more, and asks for no more once nobody reads', async () => {
    const memory = memoryTerminal(undefined, { closedAfter: 2 });
    const answeredBefore: number[] = [];
    memory.terminal.stdin = (async function* () {
      for (let id = 0; id < 1_000; id += 1) {
        answeredBefore.push(jsonOf(memory.said.out).length);
        yield `{"id":"${id}","text":"hello"}\n`;
      }
    })();
    expect((await command('analyze', { hub, memory })).code).toBe(0);
    expect(answeredBefore).toEqual([0, 1, 2]);
  });

  it('a file of something else is told a hundred times at most', async () => {
    const run = await command('analyze', { hub, stdin: ['x\n'.repeat(500)] });
    expect(run.err.trim().split('\n')).toHaveLength(101);
    expect(run.err).toContain('500 lines were left out');
  });
});

describe('hub understand answer', () => {
  const card = { reference: 'RV-000001', type: 'refund', amount: 4999, currency: 'USD' };

  it('hands text and card to the very reader threads use, and writes amounts as integers', async () => {
    const understandAnswer = vi.fn(() => ({
      decision: 'confirm',
      candidate: 'approve',
      amount: 3_000n,
      reason: null,
      isBare: true,
    }));
    const stdin = [`${JSON.stringify({ id: 1, text: 'only 30', card })}\n`];
    const run = await command('understand answer', { hub, stdin, handedIn: { understandAnswer } });
    const money = { minor: 4_999n, currency: 'USD' };
    expect(understandAnswer.mock.calls).toEqual([
      ['only 30', { reference: 'RV-000001', type: 'refund', amount: money }],
    ]);
    expect(run).toEqual({
      code: 0,
      err: '',
      out: '{"id":1,"decision":"confirm","candidate":"approve","amount":3000,"reason":null}\n',
    });
  });

  it.each([
    ['an unknown type', { ...card, type: 'payout' }, 'card.type'],
    ['an amount with decimals', { ...card, amount: 49.99 }, 'card.amount'],
    ['an amount below zero', { ...card, amount: -1 }, 'card.amount'],
    ['an amount without currency', { ...card, currency: null }, 'card.currency'],
    ['an unknown currency', { ...card, currency: 'QQQ' }, 'card.currency'],
    ['no card', undefined, 'card'],
  ])('%s is told by its path', async (_name, wrong, path) => {
    const stdin = [JSON.stringify({ id: 'a', text: 'ok', card: wrong })];
    const run = await command('understand answer', { hub, stdin });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain(`line 1: missing or of the wrong form: ${path}\n`);
  });

  it('a card of unknown amount, as of a system error, is read', async () => {
    const stdin = [
      JSON.stringify({
        id: 'a',
        text: 'ok',
        card: { reference: 'RV-000001', type: 'system_error', amount: null, currency: null },
      }),
    ];
    expect(await command('understand answer', { hub, stdin })).toMatchObject({
      code: 0,
      out: '{"id":"a","decision":"none","amount":null,"reason":null}\n',
    });
  });
});

describe('the nearest name', () => {
  it.each([
    ['docotr', 'doctor'],
    ['DOCTOR', 'doctor'],
    ['syn', 'sync'],
    ['synch', 'sync'],
    ['start', 'start'],
    ['', null],
    ['x', null],
    ['report', null],
    ['restart-everything', null],
  ])('to %s is %s', (typed, nearest) => {
    expect(nearestName(typed, ['doctor', 'sync', 'start', 'keys create'])).toBe(nearest);
  });
});

describe('hub understand question', () => {
  it('hands text, time and zone to the very reader of find, and writes amounts as integers', async () => {
    const understandQuestion = vi.fn(() => ({
      understood: true,
      measure: 'sum',
      filter: { type: 'refund', minAmount: 50_000n, from: '2026-11-01' },
      groupBy: 'client',
      said: 'the sum of refunds',
      left: [],
    }));
    const asked = { id: 7, text: 'total', now: '2026-11-24T15:00:00Z', timezone: 'Europe/Berlin' };
    const stdin = [`${JSON.stringify({ ...asked, speaker: 'agent@northwind.example' })}\n`];
    const run = await command('understand question', {
      hub,
      stdin,
      handedIn: { understandQuestion },
    });
    expect(understandQuestion.mock.calls).toEqual([
      ['total', { now: new Date('2026-11-24T15:00:00Z'), timezone: 'Europe/Berlin' }],
    ]);
    expect(run).toEqual({
      code: 0,
      err: '',
      out: '{"id":7,"understood":true,"measure":"sum","filter":{"type":"refund","minAmount":50000,"from":"2026-11-01"},"groupBy":"client","said":"the sum of refunds"}\n',
    });
  });

  it.each([
    ['no text', { id: 1 }, 'text'],
    ['an unknown zone', { id: 1, text: 'all', timezone: 'Mars/Base' }, 'timezone'],
    ['a time that is none', { id: 1, text: 'all', now: 'soon' }, 'now'],
  ])('%s is told by its path', async (_name, line, path) => {
    const run = await command('understand question', { hub, stdin: [JSON.stringify(line)] });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain(`line 1: missing or of the wrong form: ${path}\n`);
  });
});
