import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MasterKeyError, openPrivacy, SealBrokenError } from '../../core/privacy/privacy.js';

const privacy = openPrivacy({ masterKey: Buffer.alloc(32, 7) });
const field = { field: 'message.text', clientId: 'acme', subjectId: 's-1', rowId: 'm-1' };
const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex');

describe('sealing', () => {
  it('any text opens to itself, under the same key and place, and never shows in the ciphertext', () => {
    const key = privacy.newSubjectKey();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(privacy.open(privacy.seal(text, key, field), key, field)).toBe(text);
      }),
    );
    const sealed = Buffer.from(privacy.seal('jane@example.com', key, field));
    expect(sealed.includes('jane')).toBe(false);
  });

  it('the same text is another ciphertext each time', () => {
    const key = privacy.newSubjectKey();
    expect(hex(privacy.seal('a', key, field))).not.toBe(hex(privacy.seal('a', key, field)));
  });

  it.each([
    ['another field', { ...field, field: 'reversal.reason' }],
    ['another client', { ...field, clientId: 'globex' }],
    ['another subject', { ...field, subjectId: 's-2' }],
    ['another row', { ...field, rowId: 'm-2' }],
    ['parts shifted into each other', { ...field, field: 'message.text","acme', clientId: '' }],
  ])('a ciphertext moved to %s does not open', (_where, elsewhere) => {
    const key = privacy.newSubjectKey();
    const sealed = privacy.seal('text', key, field);
    expect(() => privacy.open(sealed, key, elsewhere)).toThrow(SealBrokenError);
  });

  it('a ciphertext with any one byte changed, or cut short, does not open', () => {
    const key = privacy.newSubjectKey();
    const sealed = privacy.seal('text', key, field);
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Uint8Array.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => privacy.open(altered, key, field)).toThrow(SealBrokenError);
      expect(() => privacy.open(sealed.slice(0, index), key, field)).toThrow(SealBrokenError);
    }
  });

  it('with the key destroyed nothing opens, and nothing throws', () => {
    const key = privacy.newSubjectKey();
    expect(privacy.open(privacy.seal('text', key, field), null, field)).toBeNull();
    expect(privacy.unwrap(null, 'acme', 's-1')).toBeNull();
  });
});

describe('subject keys', () => {
  it('a wrapped key unwraps only for its client and subject, and only with its master key', () => {
    const key = privacy.newSubjectKey();
    const wrapped = privacy.wrap(key, 'acme', 's-1');
    expect(hex(privacy.unwrap(wrapped, 'acme', 's-1'))).toBe(hex(key));
    expect(Buffer.from(wrapped).includes(key)).toBe(false);
    expect(() => privacy.unwrap(wrapped, 'globex', 's-1')).toThrow(SealBrokenError);
    expect(() => privacy.unwrap(wrapped, 'acme', 's-2')).toThrow(SealBrokenError);
    const other = openPrivacy({ masterKey: Buffer.alloc(32, 8) });
    expect(() => other.unwrap(wrapped, 'acme', 's-1')).toThrow(SealBrokenError);
  });

  it.each([0, 16, 31, 33])('a master key of %i bytes is refused', (length) => {
    expect(() => openPrivacy({ masterKey: Buffer.alloc(length) })).toThrow(MasterKeyError);
  });
});

describe('search hashes', () => {
  const email = (client: string, text: string) => hex(privacy.emailHash(client, text));
  const phone = (client: string, text: string) => hex(privacy.phoneHash(client, text));

  it('the same mail or phone is found however it is written', () => {
    expect(email('acme', ' Jane@Example.COM ')).toBe(email('acme', 'jane@example.com'));
    expect(phone('acme', '+49 (170) 123-45')).toBe(phone('acme', '004917012345'));
  });

  it('clients, master keys, and mail and phone have nothing in common', () => {
    const other = openPrivacy({ masterKey: Buffer.alloc(32, 8) });
    const seen = [
      email('acme', 'jane@example.com'),
      email('globex', 'jane@example.com'),
      hex(other.emailHash('acme', 'jane@example.com')),
      phone('acme', '4917012345'),
      phone('globex', '4917012345'),
    ];
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('what is no mail or no phone has no hash', () => {
    expect(email('acme', 'jane')).toBeNull();
    expect(phone('acme', '12 34')).toBeNull();
  });
});
