import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeKey, parseKey } from '../../../core/access/keys.js';
import { may } from '../../../core/access/permissions.js';
import { pageHoldsCardData } from '../../../core/http/outgoing.js';
import { styleSheet } from '../../../core/http/pages/style-sheet.js';
import { edgeProblems, refusalWords } from '../../../core/http/refusal-words.js';
import { holdsCardData } from '../../../core/intake/holds-card-data.js';
import { endOfDay, startOfDay } from '../../../core/reversals/zoned-dates.js';
import { card, holdsTestCard } from './fake-web.js';

describe('a day begins and ends where its zone says', () => {
  it.each`
    day                            | zone                    | start                         | end
    ${'2026-03-10'}                | ${'UTC'}                | ${'2026-03-10T00:00:00.000Z'} | ${'2026-03-10T23:59:59.999Z'}
    ${'2026-03-10'}                | ${'America/New_York'}   | ${'2026-03-10T04:00:00.000Z'} | ${'2026-03-11T03:59:59.999Z'}
    ${'2026-03-08'}                | ${'America/New_York'}   | ${'2026-03-08T05:00:00.000Z'} | ${'2026-03-09T03:59:59.999Z'}
    ${'2026-10-25'}                | ${'Europe/Berlin'}      | ${'2026-10-24T22:00:00.000Z'} | ${'2026-10-25T22:59:59.999Z'}
    ${'2026-01-01'}                | ${'Pacific/Kiritimati'} | ${'2025-12-31T10:00:00.000Z'} | ${'2026-01-01T09:59:59.999Z'}
    ${'2026-03-10T10:00:00+02:00'} | ${'Asia/Tokyo'}         | ${'2026-03-10T08:00:00.000Z'} | ${'2026-03-10T08:00:00.000Z'}
  `('$day in $zone', ({ day, zone, start, end }) => {
    expect(startOfDay(day, zone).toISOString()).toBe(start);
    expect(endOfDay(day, zone).toISOString()).toBe(end);
  });
});

describe('the exits find card data wherever it stands, and not in our own hashes', () => {
  it.each`
    what                     | body                                   | held
    ${'a value'}             | ${{ a: [{ b: card }] }}                | ${true}
    ${'a key'}               | ${{ [card]: 1 }}                       | ${true}
    ${'a number'}            | ${{ amount: 4111111111111111 }}        | ${true}
    ${'a sentence'}          | ${{ reason: `my card is ${card}.` }}   | ${true}
    ${'an object as cursor'} | ${{ nextCursor: { text: card } }}      | ${true}
    ${'a hash of digits'}    | ${{ x: '4111111111111111'.repeat(4) }} | ${false}
    ${'a cursor'}            | ${{ nextCursor: '4111111111111111' }}  | ${false}
    ${'nothing'}             | ${{ a: null, b: 'ch_3PqL', c: 4999 }}  | ${false}
  `('JSON with $what: $held', ({ body, held }) => {
    expect(holdsCardData(body, holdsTestCard)).toBe(held);
  });

  it.each`
    what                    | html                                                 | held
    ${'text'}               | ${`<p>${card}</p>`}                                  | ${true}
    ${'a field'}            | ${`<input value="${card}">`}                         | ${true}
    ${'an address'}         | ${'<a href="/?q=4111+1111+1111+1111">x</a>'}         | ${true}
    ${'an escaped address'} | ${'<a href="/?q=4111%201111%2D1111%201111">x</a>'}   | ${true}
    ${'neighbouring cells'} | ${'<td>4111 1111</td><td>1111 1111</td>'}            | ${false}
    ${'a form’s hash'}      | ${`<input value="${'4111111111111111'.repeat(4)}">`} | ${false}
  `('a page with $what: $held', ({ html, held }) => {
    expect(pageHoldsCardData(html, holdsTestCard)).toBe(held);
  });
});

describe('keys', () => {
  it.each`
    text                                | why
    ${''}                               | ${'empty'}
    ${'sandbox'}                        | ${'the sandbox key is no stored key'}
    ${`rh_ABCDEFGH_${'x'.repeat(43)}`}  | ${'capitals in the prefix'}
    ${`rh_abcdefgh_${'x'.repeat(42)}`}  | ${'too short'}
    ${`rh_abcdefgh_${'x'.repeat(44)}`}  | ${'too long'}
    ${`rh_abcdefgh_${'x'.repeat(42)}!`} | ${'a sign no key has'}
    ${` rh_abcdefgh_${'x'.repeat(43)}`} | ${'a space before'}
  `('are not looked up when malformed: $why', ({ text }) => {
    expect(parseKey(text)).toBeNull();
  });

  it('are found by a hash that is not the key', () => {
    const made = makeKey(randomBytes);
    expect(parseKey(made.key)).toEqual({ prefix: made.prefix, hash: made.hash });
    expect(made.hash).not.toContain(made.key.slice(12));
  });
});

describe('roles', () => {
  it.each`
    role                 | ability              | allowed
    ${'client_approver'} | ${'see_connections'} | ${false}
    ${'client_approver'} | ${'log'}             | ${false}
    ${'client_approver'} | ${'manage'}          | ${false}
    ${'client_approver'} | ${'decide'}          | ${true}
    ${'payer'}           | ${'log'}             | ${false}
    ${'payer'}           | ${'decide'}          | ${false}
    ${'payer'}           | ${'see_connections'} | ${false}
    ${'agent'}           | ${'manage'}          | ${false}
    ${'agent'}           | ${'log'}             | ${true}
    ${'admin'}           | ${'manage'}          | ${true}
  `('$role may $ability: $allowed', ({ role, ability, allowed }) => {
    expect(may({ role }, ability)).toBe(allowed);
  });
});

describe('words', () => {
  it('do not tell whether another client’s entry exists', () => {
    expect(refusalWords.not_your_client.title).toBe(refusalWords.not_found.title);
  });

  it('say of every refusal and every trouble of the edge what to do next, in a sentence', () => {
    const all = [...Object.values(refusalWords), ...Object.values(edgeProblems)];
    for (const { title, next } of all) {
      expect(title).not.toMatch(/[.]$/);
      expect(next).toMatch(/^[A-Z].{15,}\.$/);
    }
  });
});

describe('colours can be read (WCAG 2.2, 1.4.3: 4.5 to 1)', () => {
  const light = colours(styleSheet.slice(0, styleSheet.indexOf('@media')));
  const dark = { ...light, ...colours(styleSheet.slice(styleSheet.indexOf('@media'))) };
  const pairs = [
    ['ink', 'paper'],
    ['ink', 'card'],
    ['ink', 'calm-paper'],
    ['ink', 'bad-paper'],
    ['ink', 'good-paper'],
    ['soft', 'paper'],
    ['soft', 'card'],
    ['soft', 'calm-paper'],
    ['accent', 'paper'],
    ['accent', 'card'],
    ['accent-ink', 'accent'],
    ['danger', 'card'],
    ['danger', 'bad-paper'],
    ['good', 'good-paper'],
    ['warn', 'warn-paper'],
  ] as const;
  it.each(pairs)('%s on %s', (ink, paper) => {
    for (const scheme of [light, dark]) {
      expect(contrast(scheme[ink] ?? '', scheme[paper] ?? '')).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** The first colour given to each custom property. */
function colours(css: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)) {
    if (name && value) found[name] ??= value;
  }
  return found;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
