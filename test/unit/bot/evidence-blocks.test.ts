import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../bot/cards/limits.js';
import { evidenceBlocks } from '../../../bot/show-reversal/evidence-blocks.js';
import type { EvidenceLine } from '../../../core/index.js';
import { clean, person } from './reversal-builder.js';

const asks = (role: Parameters<typeof person>[1] = 'agent') => ({
  person: person('ann', role, ['acme'], 'U0ANN'),
  reference: 'RV-000001',
});
const line = (over: Partial<EvidenceLine> = {}): EvidenceLine => ({
  id: 'e1',
  url: clean('https://files.example/receipt.pdf'),
  name: clean('the receipt'),
  checksum: null,
  surface: 'rest',
  at: new Date('2026-03-10T09:30:00Z'),
  addedBy: { id: 'agent', name: 'First Agent' },
  isBound: false,
  ...over,
});
const words = (lines: readonly EvidenceLine[], role?: Parameters<typeof person>[1]) =>
  evidenceBlocks(lines, asks(role)).map((block) => {
    if (block.type === 'section') return block.text?.text ?? '';
    return block.type === 'context'
      ? block.elements.map((one) => 'text' in one && one.text).join()
      : '';
  });

describe('evidence under More', () => {
  it('says what it is, where its link leads, who added it when, and what is bound', () => {
    expect(words([line({ isBound: true })])[1]).toBe(
      '• <https://files.example/receipt.pdf|the receipt> (files.example)\nadded by First Agent, <!date^1773135000^{date_short_pretty}, {time}|2026-03-10 09:30 UTC> · decisions are bound to it',
    );
  });

  it('none yet: whoever may add some is told how', () => {
    expect(words([])).toEqual([
      'No evidence yet. Share the file in the card’s thread, or write `evidence RV-000001 https://…`.',
    ]);
    for (const role of ['client_approver', 'payer'] as const)
      expect(words([], role)).toEqual(['No evidence yet.']);
  });

  it.each([
    ['an account before the host', 'https://bank.example@evil.example/x', '(evil.example)'],
    ['letters that look like others', 'https://bаnk.example/x', '(xn--bnk-6cd.example)'],
    ['a port', 'https://files.example:8443/x', '(files.example:8443)'],
  ])('the host is told as it is: %s', (_name, url, host) => {
    expect(words([line({ url: clean(url) })])[1]).toContain(host);
  });

  it.each([
    ['a name that mentions everybody', { name: clean('<!channel> <https://evil.example|ok>') }],
    ['a name with a newline and marks', { name: clean('a\n*b* & `c`') }],
    ['an adder so named', { addedBy: { id: 'x', name: '<!channel>' } }],
    ['a link no browser takes', { url: clean('javascript:alert(1)') }],
  ])('nothing acts but the link: %s', (_name, over) => {
    const [, text = ''] = words([line(over)]);
    expect(text).not.toMatch(/<!channel|<https:\/\/evil|javascript:/);
  });

  it('a name is escaped once', () => {
    expect(words([line({ name: clean('terms & conditions') })])[1]).toContain(
      '|terms &amp; conditions>',
    );
  });

  it('of an erased person only that there was one', () => {
    expect(words([line({ url: null, name: null })])[1]).toMatch(
      /^• erased at the person’s request/,
    );
  });

  it('the newest five are shown, and how many are older', () => {
    const lines = Array.from({ length: 7 }, (_, index) =>
      line({ name: clean(`no. ${index + 1}`) }),
    );
    const [head, ...shown] = words(lines);
    expect(head).toBe('*Evidence* (2 older on the dashboard)');
    expect(shown.map((text) => /no\. \d/.exec(text)?.[0])).toEqual([
      'no. 3',
      'no. 4',
      'no. 5',
      'no. 6',
      'no. 7',
    ]);
  });

  it('whatever link and name: within Slack’s limit, and an address is never cut through', () => {
    const sign = fc.constantFrom('&', 'a', 'ü', '%', '?', '=', '*', '_');
    fc.assert(
      fc.property(
        fc.string({ unit: sign, maxLength: 1_950 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        (path, name) => {
          const url = clean(`https://files.example/${path}`);
          for (const text of words([line({ url, name: clean(name) })])) {
            expect(text.length).toBeLessThanOrEqual(limits.sectionText);
            const opened = text.match(/<https:/g)?.length ?? 0;
            expect(text.match(/<https:[^<>|]*\|[^<>]*>/g)?.length ?? 0).toBe(opened);
          }
        },
      ),
    );
  });
});
