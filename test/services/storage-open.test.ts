import { describe, expect, it } from 'vitest';
import { MasterKeyError } from '../../core/privacy/privacy.js';
import { openStorage } from '../../core/storage/storage.js';
import { createPostgresDatabase } from '../support/databases.js';
import { exampleSettings, newReversal, redacted } from '../support/storage-fixture.js';

describe('opening storage', () => {
  it('migrates once, and what was sealed opens only with the same master key', async () => {
    const { url, drop } = await createPostgresDatabase();
    try {
      const masterKey = Buffer.alloc(32, 1);
      const first = await openStorage({ url, masterKey });
      expect(first.migrated.length).toBeGreaterThan(1);
      expect(await first.migrationState()).toEqual({
        applied: first.migrated.length,
        missing: [],
      });
      await first.applySettings(exampleSettings);
      const { id } = await first.reversals.transaction((tx) =>
        tx.insert(newReversal({ reason: redacted('broken on arrival') })),
      );
      await first.close();

      const again = await openStorage({ url, masterKey });
      expect(again.migrated).toEqual([]);
      expect((await again.reversals.byId(id))?.reason).toBe('broken on arrival');
      await again.close();

      const stranger = await openStorage({ url, masterKey: Buffer.alloc(32, 2) });
      await expect(stranger.reversals.byId(id)).rejects.toMatchObject({ name: 'SealBrokenError' });
      await stranger.close();
    } finally {
      await drop();
    }
  });

  it('a master key that is too short is refused before anything is opened', async () => {
    const url = 'postgres://127.0.0.1:1/nothing-listens-here';
    await expect(openStorage({ url, masterKey: Buffer.alloc(16) })).rejects.toThrow(MasterKeyError);
  });
});
