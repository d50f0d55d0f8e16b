import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes as systemRandomBytes,
} from 'node:crypto';

export type Bytes = Uint8Array<ArrayBuffer>;

declare const subjectKeyBrand: unique symbol;

/** The data key of one subject at one client, unwrapped: 32 bytes, never stored like this. */
export type SubjectKey = Buffer & { readonly [subjectKeyBrand]: true };

/** What a ciphertext belongs to. It opens only for the same field of the same row. */
export type SealedField = {
  /** Table and column, for instance `reversal.reason`. */
  field: string;
  clientId: string;
  subjectId: string;
  /** Id of the row it stands in; a history entry's chain and sequence. */
  rowId: string;
};

/** A ciphertext was altered, moved to another row or field, or belongs to another key. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
  constructor(readonly field: string) {
    super('sealed content does not open');
  }
}

/** The master key is not 32 bytes. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
  constructor() {
    super('the master key must be 32 bytes');
  }
}

export type Privacy = ReturnType<typeof openPrivacy>;

/** Layout: version 1 (one byte), nonce (12), ciphertext, tag (16). */
const version = 1;
/** 96-bit nonce and 128-bit tag: NIST SP 800-38D, 5.2.1.1. A key seals far below 2^32 texts. */
const nonceLength = 12;
const tagLength = 16;
const keyLength = 32;

/**
 * All that turns personal data into ciphertext and search hashes. AES-256-GCM; the master key
 * itself is never used, only keys derived from it by HKDF-SHA-256 (RFC 5869).
 * Refuses a master key that is not 32 bytes.
 */
export function openPrivacy(options: {
  masterKey: Buffer;
  randomBytes?: (size: number) => Buffer;
}) {
  const { masterKey, randomBytes = systemRandomBytes } = options;
  if (masterKey.length !== keyLength) throw new MasterKeyError();
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', masterKey, 'reversal-hub', purpose, keyLength));
  const wrappingKey = derive('wrap subject keys');
  const hashKeys = new Map<string, Buffer>();

  function keyedHash(purpose: string, clientId: string, value: string): Bytes {
    const name = JSON.stringify([purpose, clientId]);
    const key = hashKeys.get(name) ?? derive(name);
    hashKeys.set(name, key);
    return new Uint8Array(createHmac('sha256', key).update(value, 'utf8').digest());
  }

  return {
    newSubjectKey: (): SubjectKey => randomBytes(keyLength) as SubjectKey,

    /** Wraps a subject's key for storage, bound to client and subject. */
    wrap(key: SubjectKey, clientId: string, subjectId: string): Bytes {
      return encrypt(key, wrappingKey, randomBytes(nonceLength), [
        'subject_key',
        clientId,
        subjectId,
      ]);
    },

    /** Null where the key was destroyed. Throws `SealBrokenError` for an altered or moved one. */
    unwrap(wrapped: Uint8Array | null, clientId: string, subjectId: string): SubjectKey | null {
      if (!wrapped) return null;
      return decrypt(wrapped, wrappingKey, ['subject_key', clientId, subjectId]) as SubjectKey;
    },

    /** Ciphertext of a text, different each time. */
    seal(plaintext: string, key: SubjectKey, at: SealedField): Bytes {
      return encrypt(Buffer.from(plaintext, 'utf8'), key, randomBytes(nonceLength), bindingOf(at));
    },

    /** The text; null where the key was destroyed. Throws `SealBrokenError` when it was altered. */
    open(sealed: Uint8Array, key: SubjectKey | null, at: SealedField): string | null {
      return key ? decrypt(sealed, key, bindingOf(at)).toString('utf8') : null;
    },

    /** Ciphertext of what is nobody's personal data but secret: a token, a link's content. */
    sealSecret(plaintext: string, purpose: string, id: string): Bytes {
      const key = derive(`secret ${purpose}`);
      return encrypt(Buffer.from(plaintext, 'utf8'), key, randomBytes(nonceLength), [purpose, id]);
    },

    /** The secret. Throws `SealBrokenError` where it was altered, or made for another purpose or id. */
    openSecret(sealed: Uint8Array, purpose: string, id: string): string {
      return decrypt(sealed, derive(`secret ${purpose}`), [purpose, id]).toString('utf8');
    },

    /** For exact search only; null for what is no e-mail. The same mail differs by client. */
    emailHash(clientId: string, email: string): Bytes | null {
      const normal = email.normalize('NFC').trim().toLowerCase();
      return normal.includes('@') ? keyedHash('email', clientId, normal) : null;
    },

    /** For exact search only: digits count, `00` and `+` are the same; null below five digits. */
    phoneHash(clientId: string, phone: string): Bytes | null {
      const digits = phone.replace(/\D/g, '').replace(/^00/, '');
      return digits.length >= 5 ? keyedHash('phone', clientId, digits) : null;
    },
  };
}

const bindingOf = (at: SealedField) => [at.field, at.clientId, at.subjectId, at.rowId];

function encrypt(plain: Buffer, key: Buffer, nonce: Buffer, binding: readonly string[]): Bytes {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(JSON.stringify([version, ...binding]), 'utf8'));
  const body = [cipher.update(plain), cipher.final()];
  return new Uint8Array(Buffer.concat([Buffer.of(version), nonce, ...body, cipher.getAuthTag()]));
}

function decrypt(sealed: Uint8Array, key: Buffer, binding: readonly string[]): Buffer {
  const field = binding[0] ?? '';
  const bytes = Buffer.from(sealed);
  if (bytes.length < 1 + nonceLength + tagLength || bytes[0] !== version) {
    throw new SealBrokenError(field);
  }
  const nonce = bytes.subarray(1, 1 + nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(JSON.stringify([version, ...binding]), 'utf8'));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagLength));
  const body = decipher.update(bytes.subarray(1 + nonceLength, bytes.length - tagLength));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    // Node gives one untyped error here, and only for a tag that does not fit.
    throw new SealBrokenError(field);
  }
}
