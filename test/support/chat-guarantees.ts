import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelSpacing } from '../../bot/announce/places.js';
import type { DatabaseEngine } from './databases.js';
import { loggedAt, openStorageFixture, type StorageFixture } from './storage-fixture.js';

/** What storage promises about chat: pace, and what is shut. Several processes ask at once. */
export function chatGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    for (const table of ['chat_pace', 'chat_trouble', 'chat_installation', 'effect']) {
      await fixture.database.query(`DELETE FROM ${table}`);
    }
  });
  const at = (ms: number) => new Date(loggedAt.getTime() + ms);
  const told = async () =>
    (
      await fixture.database.prisma.effect.findMany({
        where: { kind: 'notify_operations' },
        orderBy: { createdAt: 'asc' },
      })
    ).map((row) => (row.payload as { text: string }).text);

  describe('the pace of a channel', () => {
    it('a burst at once lets three go and gives each of the rest a second of its own', async () => {
      const take = () => fixture.books.chatPace.take('C0ACME', channelSpacing, loggedAt);
      const waits = await Promise.all(Array.from({ length: 12 }, take));
      expect(waits.filter((ms) => ms === 0)).toHaveLength(3);
      const sentAway = waits.filter((ms) => ms > 0).sort((a, b) => a - b);
      expect(new Set(sentAway.map((ms) => Math.round(ms / 1_000))).size).toBe(9);
    });

    it('all who come again in time go, one a second, and none starves', async () => {
      const { take } = fixture.books.chatPace;
      let waiting = Array.from({ length: 20 }, () => 0);
      const went: number[] = [];
      for (let ms = 0; waiting.length > 0 && ms < 60_000; ms += 1_000) {
        const still: number[] = [];
        for (const due of waiting) {
          const waitMs = due > ms ? due - ms : await take('C0ACME', channelSpacing, at(ms));
          if (waitMs === 0) went.push(ms);
          else still.push(ms + waitMs);
        }
        waiting = still;
      }
      expect(went).toHaveLength(20);
      for (const from of went) {
        const within = went.filter((ms) => ms >= from && ms < from + 10_000);
        expect(within.length).toBeLessThanOrEqual(12);
      }
      expect(Math.max(...went)).toBeLessThanOrEqual(30_000);
    });

    it('a pause holds one channel and no other', async () => {
      const { take, pause } = fixture.books.chatPace;
      await pause('C0ACME', at(30_000));
      expect(await take('C0ACME', channelSpacing, loggedAt)).toBeGreaterThanOrEqual(30_000);
      expect(await take('C0GLBX', channelSpacing, loggedAt)).toBe(0);
      expect(await take('C0ACME', channelSpacing, at(31_000))).toBe(0);
    });
  });

  describe('installations', () => {
    const home = {
      id: 'T0HOME',
      name: 'Home',
      botUserId: 'U0',
      botId: 'B0',
      token: 'xoxb-home-secret',
    };

    it('are kept sealed, each bound to its workspace, and the later takes the earlier’s place', async () => {
      const { chatInstallations } = fixture.books;
      await chatInstallations.save({ ...home, token: 'xoxb-before' }, at(0));
      await chatInstallations.save(home, at(1));
      await chatInstallations.save({ ...home, id: 'E0ALL', token: 'xoxb-all' }, at(2));
      expect(await chatInstallations.find('T0HOME')).toEqual(home);
      expect((await chatInstallations.all()).map(({ id }) => id)).toEqual(['E0ALL', 'T0HOME']);
      const rows = await fixture.database.prisma.chatInstallation.findMany();
      for (const row of rows) {
        expect(Buffer.from(row.sealed).toString('latin1')).not.toMatch(/xoxb/);
      }
      // A row's secret under another workspace's name does not open.
      const [all, one] = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      await fixture.database.prisma.chatInstallation.update({
        where: { id: one?.id ?? '' },
        data: { sealed: all?.sealed ?? new Uint8Array() },
      });
      await expect(chatInstallations.find('T0HOME')).rejects.toThrow('does not open');
    });

    it('are gone when they are removed', async () => {
      const { chatInstallations } = fixture.books;
      await chatInstallations.save(home, at(0));
      const removed = [
        await chatInstallations.remove('T0HOME'),
        await chatInstallations.remove('T0HOME'),
      ];
      expect(removed).toEqual([true, false]);
      expect(await chatInstallations.find('T0HOME')).toBeNull();
    });
  });

  describe('what is shut', () => {
    const trouble = { place: 'C0ACME', code: 'is_archived', text: 'It is archived.', since: at(0) };

    it('is told once, whoever finds it and however often', async () => {
      const { began, open } = fixture.books.chatTroubles;
      await Promise.all([began(trouble), began(trouble), began({ ...trouble, since: at(5) })]);
      await began({ ...trouble, code: 'is_inactive', since: at(9_000) });
      expect(await told()).toEqual(['It is archived.']);
      expect((await open()).map(({ place, code }) => [place, code])).toEqual([
        ['C0ACME', 'is_inactive'],
      ]);
    });

    it('lets one caller a minute look whether it is mended', async () => {
      const troubles = fixture.books.chatTroubles;
      expect(await troubles.at(['T0', 'C0ACME'], at(0))).toBe('clear');
      await troubles.began(trouble);
      expect(await troubles.at(['T0', 'C0ACME'], at(30_000))).toEqual({ shut: 'is_archived' });
      const looks = await Promise.all(
        Array.from({ length: 5 }, () => troubles.at(['T0', 'C0ACME'], at(61_000))),
      );
      expect(looks.filter((look) => look === 'try')).toHaveLength(1);
      expect(await troubles.at(['T0', 'C0GLBX'], at(62_000))).toBe('clear');
    });

    it('its end is told once and wakes what was held, and nothing else', async () => {
      const { prisma } = fixture.database;
      const later = at(50_000);
      const effect = (more: object) =>
        prisma.effect.create({
          data: { kind: 'show_card', dedupeKey: randomUUID(), dueAt: later, ...more },
        });
      const held = await effect({ isHeld: true });
      const paced = await effect({});
      const note = await effect({ isHeld: true, kind: 'write_back' });
      const troubles = fixture.books.chatTroubles;
      await troubles.began(trouble);
      const ends = await Promise.all([
        troubles.ended('C0ACME', 'It is open again.', at(1_000)),
        troubles.ended('C0ACME', 'It is open again.', at(2_000)),
      ]);
      expect(ends.filter(Boolean)).toHaveLength(1);
      expect(await told()).toEqual(['It is archived.', 'It is open again.']);
      const dueOf = async (id: string) =>
        (await prisma.effect.findUnique({ where: { id } }))?.dueAt;
      expect((await dueOf(held.id))?.getTime()).toBeLessThanOrEqual(at(2_000).getTime());
      expect(await dueOf(paced.id)).toEqual(later);
      expect(await dueOf(note.id)).toEqual(later);
    });

    it('a hub that starts tries everything that was held', async () => {
      const { prisma } = fixture.database;
      await prisma.effect.create({
        data: { kind: 'write_back', dedupeKey: 'held', dueAt: at(50_000), isHeld: true },
      });
      await fixture.books.effects.tryHeld(at(0));
      expect(await fixture.books.effects.due(at(0), 5)).toHaveLength(1);
    });
  });
}
