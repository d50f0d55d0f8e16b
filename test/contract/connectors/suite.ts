import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangePage, Connection, Connector } from '../../../core/index.js';
import { evenRates, faultStorm } from '../../support/stand-ins/fault-storm.js';
import { idsOf, listAll, outcomeOf, sync, turn, unlessTrouble, writeNote } from './calls.js';
import { ladder, minuteMs, pastTimeoutsMs, stalls, status, trouble } from './ladder.js';
import { type ConnectorStandIn, noticeUrl, type RunningStandIn } from './stand-in.js';

/**
 * What every connector promises, against its own stand-in. `onCase` is called by each case that has
 * run, so that a guard can tell a suite that ran from one that was left out.
 */
export function describeConnector(
  connector: Connector,
  standIn: ConnectorStandIn,
  onCase: (name: string) => void,
): void {
  describe(`the ${connector.id} connector`, () => {
    let far: RunningStandIn;
    let connection: Connection;
    const since = new Date(0);

    beforeEach(async () => {
      far = await standIn.start();
      connection = connector.open(connector.settings.parse(far.settings), {
        fetch,
        now: () => new Date(far.clock.ms),
        userAgent: 'reversal-hub/test',
      });
    });
    afterEach(async (context) => {
      vi.useRealTimers();
      await far.close();
      if (context.task.result?.state !== 'fail') onCase(context.task.name);
    });

    describe('failure ladder', () => {
      const calls = [
        { call: 'fetch', run: (id: string) => connection.fetchItem(id) },
        { call: 'list', run: () => connection.listChanges(null, since) },
        { call: 'write', run: (id: string) => writeNote(connection, id) },
      ] as const;
      const rows = ladder.flatMap((rung) => calls.map((call) => ({ ...rung, ...call })));

      it.each(rows)('$call, $name: says what to do next, and works afterwards', async (row) => {
        if (row.call === 'write' && !connection.writeBack) return;
        const id = far.createItem('Charged twice');
        far.settle();
        const failing = far.fail(row.kind, 100);
        expect(await outcomeOf(row.run(id))).toEqual(row[row.call]);
        expect(failing.struck()).toBeGreaterThan(0);
        far.clearFaults();
        const after = await outcomeOf(row.run(id));
        expect(after).toHaveProperty('value');
        if (row.call === 'write') expect(far.notesOf(id)).toHaveLength(1);
      });

      const stalled = stalls.flatMap((stall) => calls.map((call) => ({ ...stall, ...call })));
      it.each(stalled)('$call, $name: ends by itself and may be tried again', async (row) => {
        if (row.call === 'write' && !connection.writeBack) return;
        const id = far.createItem('Charged twice');
        far.settle();
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        const failing = far.fail(row.kind, 100);
        const outcome = outcomeOf(row.run(id));
        while (failing.struck() === 0) await turn();
        // A few turns more, so that the half that was sent has arrived.
        for (let turns = 0; turns < 50; turns += 1) await turn();
        vi.advanceTimersByTime(pastTimeoutsMs);
        expect(await outcome).toEqual(trouble('retry'));
      });

      it('a slow body within the time allowed is an answer like any other', async () => {
        const id = far.createItem('Charged twice');
        far.fail({ slowMs: 40 }, 100);
        expect((await connection.fetchItem(id))?.messages).toHaveLength(1);
      });

      it('an answer lost after the note was written does not write it twice', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        // Whichever request is the one that writes, its answer is lost once.
        for (let lost = 1; lost <= 12; lost += 1) {
          far.fail('truncate', 1);
          await outcomeOf(writeNote(connection, id, `effect-${lost}`));
          far.clearFaults();
        }
        for (let lost = 1; lost <= 12; lost += 1) {
          await writeNote(connection, id, `effect-${lost}`);
          const marked = far.notesOf(id).filter((note) => note.includes(`effect-${lost}]`));
          expect(marked).toHaveLength(1);
        }
      });
    });

    describe('listing', () => {
      it('lists every item once it has settled, and goes on from the saved cursor', async () => {
        const first = far.createItem('One');
        far.settle();
        const page = await listAll(connection, null, since);
        expect(idsOf(page.references)).toEqual([first]);
        const second = far.createItem('Two');
        far.settle();
        expect(idsOf((await listAll(connection, page.cursor, since)).references)).toEqual([second]);
      });

      it('begins at `since`, in the last minute too', async () => {
        const old = far.createItem('Old', new Date(far.clock.ms - 30 * 86_400_000));
        const young = far.createItem('Young');
        const now = new Date(far.clock.ms);
        const first = await connection.listChanges(null, now);
        expect(idsOf(first.references)).not.toContain(old);
        far.settle();
        const later = await listAll(connection, first.cursor, now);
        expect(idsOf([...first.references, ...later.references])).toEqual([young]);
      });

      it('an empty account gives a cursor from which the first item is found', async () => {
        const empty = await connection.listChanges(null, since);
        expect(empty).toMatchObject({ references: [], hasMore: false });
        const id = far.createItem('First');
        far.settle();
        expect(idsOf((await listAll(connection, empty.cursor, since)).references)).toEqual([id]);
      });

      it('duplicate: the same cursor twice tells the same, so a lost page is no lost change', async () => {
        far.createItem('One');
        far.createItem('Two');
        far.settle();
        const first = await listAll(connection, null, since);
        expect(await listAll(connection, null, since)).toEqual(first);
      });

      it('reordered: an older item that changes last is listed again', async () => {
        const [one, two] = [far.createItem('One'), far.createItem('Two')];
        far.settle();
        const { cursor } = await listAll(connection, null, since);
        far.changeItem(two, 'more');
        far.clock.ms += 1_000;
        far.changeItem(one, 'more');
        far.settle();
        const again = await listAll(connection, cursor, since);
        // One look may tell it twice, as a change and as what came to it.
        expect(new Set(idsOf(again.references))).toEqual(new Set([one, two]));
      });

      it('same-second: several items of one second are all listed', async () => {
        const ids = Array.from({ length: 7 }, (_, index) => far.createItem(`Item ${index}`));
        far.settle();
        const { references } = await listAll(connection, null, since);
        expect(idsOf(references).toSorted()).toEqual(ids.toSorted());
      });

      it('same-second: a change in the second of a reading is newer than that reading', async () => {
        const id = far.createItem('One');
        const read = await connection.fetchItem(id);
        far.changeItem(id, 'a second change, with the same time');
        far.settle();
        const { references } = await listAll(connection, null, since);
        const listed = references.find((reference) => reference.externalId === id);
        expect(listed?.updatedAt.getTime()).toBeGreaterThan(read?.updatedAt.getTime() ?? Infinity);
      });

      it('late-indexed: an item older than the cursor that shows up later is listed', async () => {
        far.createItem('One');
        far.settle();
        const { cursor } = await listAll(connection, null, since);
        const late = far.createItem('Late', new Date(far.clock.ms - 86_400_000));
        far.settle();
        expect(idsOf((await listAll(connection, cursor, since)).references)).toEqual([late]);
      });

      it('same-second: two changes of one item in one second are not taken for one', async () => {
        const id = far.createItem('One');
        far.settle();
        const first = await sync(connection, null, since);
        far.changeItem(id, 'a change');
        far.changeItem(id, 'another in the same second');
        far.settle();
        const second = await sync(connection, first.cursor, since);
        expect(second.hashes[id]).not.toBe(first.hashes[id]);
        expect((await connection.fetchItem(id))?.messages).toHaveLength(3);
      });

      it('late-indexed: a change that shows up after a newer one was listed is listed', async () => {
        const [one, two] = [far.createItem('One'), far.createItem('Two')];
        far.settle();
        const { cursor } = await listAll(connection, null, since);
        far.changeItem(two, 'more');
        far.settle();
        const between = await listAll(connection, cursor, since);
        far.changeItem(one, 'later');
        const late = far.createItem('Late', new Date(far.clock.ms - 3_600_000));
        far.settle();
        const listed = idsOf((await listAll(connection, between.cursor, since)).references);
        expect(listed).toEqual(expect.arrayContaining([one, late]));
      });

      it.each([1, 2, 3])(
        'under storm %i every item is listed after its last change',
        async (seed) => {
          const storm = faultStorm({ seed, rates: { ...evenRates(0.02), stall: 0.005 } });
          far.meetStorm(storm);
          const unseen = new Set<string>();
          const ids: string[] = [];
          let cursor: string | null = null;
          const list = async () => {
            const page: ChangePage | null = await unlessTrouble(
              connection.listChanges(cursor, since),
            );
            if (!page) return true;
            for (const id of idsOf(page.references)) unseen.delete(id);
            cursor = page.cursor;
            return page.hasMore;
          };
          for (let round = 0; round < 30; round += 1) {
            for (let number = 0; number < 3; number += 1) ids.push(far.createItem(`Item ${round}`));
            for (const id of ids.slice(-3)) unseen.add(id);
            const changed = ids[(round * 7) % ids.length] ?? '';
            far.changeItem(changed, 'more');
            unseen.add(changed);
            far.settle();
            for (let turns = 0; turns < 4 && (await list()); turns += 1);
          }
          storm.calm();
          far.settle();
          while (await list());
          expect([...unseen]).toEqual([]);
          expect(Object.keys(storm.counts()).length).toBeGreaterThan(3);
        },
      );

      it('deleted: the item is listed again, and is gone or marked as deleted', async () => {
        const id = far.createItem('One');
        far.settle();
        const { cursor } = await listAll(connection, null, since);
        far.deleteItem(id);
        far.settle();
        expect(idsOf((await listAll(connection, cursor, since)).references)).toEqual([id]);
        const item = await connection.fetchItem(id);
        expect(item === null || item.isDeleted).toBe(true);
      });

      it('an item that never was is null, not a failure', async () => {
        expect(await connection.fetchItem('987654321')).toBeNull();
      });

      it('completeness: ids by the independent path are those created in the span', async () => {
        if (!connection.listIds) return;
        const before = far.createItem('Before', new Date(far.clock.ms - 1_000));
        const inside = [far.createItem('At the start'), far.createItem('Too')];
        const from = new Date(far.clock.ms);
        far.clock.ms += minuteMs;
        const after = far.createItem('At the end');
        const to = new Date(far.clock.ms);
        far.settle();
        const ids: string[] = [];
        for await (const id of connection.listIds(from, to)) ids.push(id);
        expect(ids.toSorted()).toEqual(inside.toSorted());
        expect(ids).not.toContain(before);
        expect(ids).not.toContain(after);
      });
    });

    describe('fetching', () => {
      it('gives the customer’s words, and a later change with the earlier ones', async () => {
        const id = far.createItem('I was charged twice');
        far.changeItem(id, 'Please answer');
        const item = await connection.fetchItem(id);
        expect(item).toMatchObject({ externalId: id, isClosed: false, isDeleted: false });
        expect(item?.messages.map((message) => message.author)).toEqual(['customer', 'customer']);
        expect(item?.messages.at(-1)?.text).toContain('Please answer');
      });

      it('together: each is what it is by itself; one that is gone or never was harms no other', async () => {
        if (!connection.fetchTogether) return;
        const ids = [far.createItem('One'), far.createItem('Two'), far.createItem('Three')];
        far.changeItem(ids[1] ?? '', 'Please answer');
        far.deleteItem(ids[2] ?? '');
        far.settle();
        const asked = [...ids, '987654321'];
        const fetch = await connection.fetchTogether(asked);
        for (const id of asked) expect(await fetch(id)).toEqual(await connection.fetchItem(id));
      });

      it.each(ladder)(
        'together, $name: trouble is told, or each is fetched all the same',
        async (rung) => {
          if (!connection.fetchTogether) return;
          const id = far.createItem('One');
          far.settle();
          far.fail(rung.kind, 1);
          const outcome = await outcomeOf(
            connection.fetchTogether([id]).then((fetch) => fetch(id)),
          );
          if ('value' in outcome) expect(outcome.value).toMatchObject({ externalId: id });
          else expect(outcome).toEqual({ ...outcome, ...rung.list });
        },
      );

      it('says who the hub is there', async () => {
        expect((await connection.check()).account).not.toBe('');
      });

      it.each([
        { name: '401', kind: status(401), outcome: trouble('re_authorise') },
        { name: 'network cut', kind: 'cut' as const, outcome: trouble('retry') },
      ])('check, $name: says what to do next', async ({ kind, outcome }) => {
        far.fail(kind, 100);
        expect(await outcomeOf(connection.check())).toEqual(outcome);
      });
    });

    describe('writing back', () => {
      it('writes one internal note with its marker, and a repeat writes nothing', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        expect(await writeNote(connection, id)).toBe('written');
        expect(await writeNote(connection, id)).toBe('already_there');
        expect(far.notesOf(id)).toHaveLength(1);
        // Where a vendor keeps no drafts, the answer's draft stands in the note, before the marker.
        expect(far.notesOf(id)[0]).toMatch(
          /^RV-000001 approved\n\n?(?:Draft reply to the customer [^\n]*\n\nRV-000001 approved\n\n)?\[reversal-hub:effect-1\]$/,
        );
      });

      it('adds and takes away its own tags only', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        far.setTags(id, ['vip', 'reversal_pending']);
        await writeNote(connection, id);
        expect([...far.tagsOf(id)].toSorted()).toEqual(['reversal_approved', 'vip']);
      });

      it('its own note is marked as own, and makes nobody a writer', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        await writeNote(connection, id);
        const item = await connection.fetchItem(id);
        // An answer that nobody has sent yet is no message at all.
        const isOwn = item?.messages.map((message) => message.isOwn);
        expect([[false, true], [false]]).toContainEqual(isOwn);
        expect(item?.writers).toEqual([]);
      });

      it('its own writing is no change: written, synced twice, nothing new is seen', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('I was charged twice, please refund 49.99 USD');
        far.settle();
        const first = await sync(connection, null, since);
        await writeNote(connection, id);
        far.settle();
        const second = await sync(connection, first.cursor, since);
        expect({ ...first.hashes, ...second.hashes }).toEqual(first.hashes);
        far.settle();
        const third = await sync(connection, second.cursor, since);
        const isNewer = ([name, at]: [string, number]) => at > (second.times[name] ?? at);
        expect(Object.entries(third.times).filter(isNewer)).toEqual([]);
        expect({ ...first.hashes, ...third.hashes }).toEqual(first.hashes);
      });

      it('a change beside its own note is a change', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('I was charged twice, please refund 49.99 USD');
        far.settle();
        const first = await sync(connection, null, since);
        await writeNote(connection, id);
        far.changeItem(id, 'It was 59.99 USD');
        far.settle();
        const second = await sync(connection, first.cursor, since);
        expect(second.hashes[id]).not.toBe(first.hashes[id]);
      });

      it('two runs at once write one note', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        far.setTags(id, ['reversal_approved']);
        far.clock.ms += minuteMs;
        const outcomes = await Promise.all([
          outcomeOf(writeNote(connection, id)),
          outcomeOf(writeNote(connection, id)),
        ]);
        expect(outcomes).toContainEqual({ value: 'written' });
        expect(far.notesOf(id)).toHaveLength(1);
      });

      it('deleted: says gone', async () => {
        if (!connection.writeBack) return;
        const id = far.createItem('Charged twice');
        far.deleteItem(id);
        expect(await writeNote(connection, id)).toBe('gone');
      });
    });

    describe('webhook', () => {
      const rows = [
        { name: 'signed and fresh', sentMs: 0, change: (body: string) => body, outcome: null },
        {
          name: 'altered body',
          sentMs: 0,
          change: (body: string) => `${body} `,
          outcome: 'bad_signature',
        },
        {
          name: 'six minutes old',
          sentMs: -6 * minuteMs,
          change: (body: string) => body,
          outcome: 'stale',
        },
        {
          name: 'six minutes ahead',
          sentMs: 6 * minuteMs,
          change: (body: string) => body,
          outcome: 'stale',
        },
      ];
      it.each(rows)('$name', async ({ sentMs, change, outcome }) => {
        if (!connection.readWebhook) return;
        const { nameItems, signBody } = far.notices ?? { nameItems: true, signBody: true };
        const id = far.createItem('Charged twice');
        const receivedAt = new Date(far.clock.ms);
        const { headers, body } = far.signedNotice(id, new Date(far.clock.ms + sentMs));
        const rawBody = Buffer.from(change(body));
        const accepted = nameItems
          ? { accepted: true, hints: [id] }
          : { accepted: true, hints: [], pollNow: true };
        const isRefused = outcome !== null && (signBody || outcome !== 'bad_signature');
        const expected = isRefused ? { accepted: false, why: outcome } : accepted;
        const request = { method: 'POST', urls: [noticeUrl], headers, rawBody, receivedAt };
        const reading = await connection.readWebhook(request);
        expect(reading).toEqual(expected);
        // Duplicate: reading keeps nothing, so the same notice reads the same.
        expect(await connection.readWebhook(request)).toEqual(reading);
      });

      it('without its headers it is unsigned', async () => {
        if (!connection.readWebhook) return;
        const { body } = far.signedNotice('1', new Date(far.clock.ms));
        const request = {
          method: 'POST',
          urls: [noticeUrl],
          headers: {},
          rawBody: Buffer.from(body),
          receivedAt: new Date(),
        };
        expect(await connection.readWebhook(request)).toEqual({ accepted: false, why: 'unsigned' });
      });
    });
  });
}
