import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { type Connection, ConnectorError, type ItemReference } from '../../../core/index.js';
import { idsOf, listAll } from './calls.js';
import { hubspotUnderTest } from './hubspot-under-test.js';
import { codeOf } from './zendesk-under-test.js';

const account = hubspotUnderTest();
const minuteMs = 60_000;
const since = new Date(0);

const seed = (count: number) => account.far.control.seedTickets(count, 'Charged twice');
const pass = (ms: number) => {
  account.far.clock.ms += ms;
};

/** Pages until nothing more is to be had, without the cap of the suite's own listing. */
async function listLong(connection: Connection, cursor: string | null) {
  const references: ItemReference[] = [];
  let pages = 0;
  for (let at = cursor; ; pages += 1) {
    const page = await connection.listChanges(at, since);
    references.push(...page.references);
    at = page.cursor;
    if (!page.hasMore) return { references, cursor: at, pages };
  }
}

describe('more than a search can give', () => {
  it('25,000 tickets changed within one instant are all listed', { timeout: 60_000 }, async () => {
    const ids = seed(25_000);
    account.far.settle();
    const { references } = await listLong(account.connection, null);
    expect(new Set(idsOf(references)).size).toBe(25_000);
    expect(new Set(idsOf(references))).toEqual(new Set(ids));
    const asked = account.far.control.requests.filter(({ path }) => path.endsWith('/search'));
    expect(asked.every(({ status }) => status === 200)).toBe(true);
    expect(asked.every(({ body }) => !('after' in (body as object)))).toBe(true);
  });

  it('25,000 tickets changed within one second are all listed', { timeout: 60_000 }, async () => {
    const ids: string[] = [];
    for (let millisecond = 0; millisecond < 1_000; millisecond += 1) {
      ids.push(...seed(25));
      pass(1);
    }
    account.far.settle();
    const { references } = await listLong(account.connection, null);
    expect(new Set(idsOf(references))).toEqual(new Set(ids));
    // Some are told twice, where pages meet.
    expect(references.length).toBeLessThan(25_000 * 1.2);
  });

  it('a crowd in one instant between others, cut anywhere, goes on from the saved place', async () => {
    const before = seed(250);
    pass(1);
    const crowd = seed(450);
    pass(1);
    const after = seed(250);
    account.far.settle();
    const listed = new Set<string>();
    let cursor: string | null = null;
    for (let more = true; more; ) {
      account.far.inject({ match: () => true, fault: 'cut' });
      await expect(account.connection.listChanges(cursor, since)).rejects.toBeInstanceOf(
        ConnectorError,
      );
      // Each page by another process, which knows the cursor only.
      const page = await account.open({}).listChanges(cursor, since);
      for (const id of idsOf(page.references)) listed.add(id);
      cursor = page.cursor;
      more = page.hasMore;
    }
    expect(listed).toEqual(new Set([...before, ...crowd, ...after]));
  });

  it('the vendor refuses what goes beyond 10,000, which is why pages never go on by offset', async () => {
    seed(10_050);
    account.far.settle();
    const answer = await fetch(`${account.far.baseUrl}/crm/v3/objects/tickets/search`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${account.far.settings.accessToken}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ limit: 200, after: '10000' }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
  });
});

describe('a ticket that changes while it is listed', () => {
  it('is listed again, and none beside it is passed over', async () => {
    const ids = seed(900).map((id) => {
      pass(1);
      return id;
    });
    pass(minuteMs);
    const spread: string[] = [];
    for (let number = 0; number < 600; number += 1) {
      spread.push(...seed(1));
      pass(10);
    }
    account.far.settle();
    const listed = new Set<string>();
    let cursor: string | null = null;
    let turn = 0;
    for (let more = true; more; turn += 1) {
      // What was at a page's end has another time by now, and the index does not know it yet.
      const changed = spread[turn * 37] ?? ids[0] ?? '';
      account.far.changeItem(changed, 'more');
      listed.delete(changed);
      const page = await account.connection.listChanges(cursor, since);
      for (const id of idsOf(page.references)) listed.add(id);
      cursor = page.cursor;
      more = page.hasMore;
      pass(100);
    }
    pass(minuteMs);
    for (const id of idsOf((await listLong(account.connection, cursor)).references)) listed.add(id);
    expect(listed).toEqual(new Set([...ids, ...spread]));
  });

  it('shown with its new time at a page’s end, it does not lead the listing past the others', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 450; number += 1) {
      ids.push(...seed(1));
      pass(10);
    }
    account.far.settle();
    await listLong(account.connection, null);
    account.far.control.limits.indexLagMs = 10 * minuteMs;
    // The last of the first page changes; the index still holds it at its old place.
    account.far.changeItem(ids[199] ?? '', 'more');
    const { references } = await listLong(account.open({}), null);
    expect(new Set(idsOf(references))).toEqual(new Set(ids));
  });
});

describe('an index that is late', () => {
  const rows = [
    { name: 'two minutes', lagMs: 100_000, everyMs: 30_000, rounds: 8 },
    { name: 'most of an hour', lagMs: 50 * minuteMs, everyMs: 5 * minuteMs, rounds: 14 },
  ];
  it.each(rows)('a record late by $name is found by polling on', async (row) => {
    account.far.control.limits.indexLagMs = 0;
    const { cursor: first } = await listAll(account.connection, null, since);
    account.far.control.limits.indexLagMs = row.lagMs;
    const [late] = seed(1);
    account.far.control.limits.indexLagMs = 0;
    const found = new Set<string>();
    let cursor = first;
    for (let round = 0; round < row.rounds; round += 1) {
      pass(row.everyMs);
      const [punctual] = seed(1);
      const page = await listAll(account.connection, cursor, since);
      cursor = page.cursor;
      for (const id of idsOf(page.references)) found.add(id);
      expect(found).toContain(punctual);
    }
    expect(found).toContain(late);
  });

  it('looking back lists what it knows with the same time, so nothing is judged anew', async () => {
    const [id] = seed(1);
    pass(minuteMs);
    const first = await listAll(account.connection, null, since);
    pass(30_000);
    const second = await listAll(account.connection, first.cursor, since);
    expect(idsOf(second.references)).toEqual([id]);
    expect(second.references).toEqual(first.references);
  });

  it('a quiet account costs two searches a poll: of tickets, and of e-mails', async () => {
    seed(3);
    account.far.settle();
    let { cursor } = await listAll(account.connection, null, since);
    ({ cursor } = await listAll(account.connection, cursor, since));
    const before = account.far.control.requests.length;
    for (let poll = 0; poll < 10; poll += 1) {
      pass(30_000);
      ({ cursor } = await listAll(account.connection, cursor, since));
    }
    expect(account.far.control.requests.length - before).toBe(20);
  });
});

describe('a clock that is off', () => {
  it.each([
    ['as the vendor’s', 0],
    ['twenty minutes ahead, as after a stop', 20 * minuteMs],
    ['three hours ahead, as one that takes local time for UTC', 180 * minuteMs],
    ['three hours behind', -180 * minuteMs],
  ])('%s: every ticket and every e-mail is listed by the next looks', async (_name, offMs) => {
    const connection = hubspot.open(hubspot.settings.parse(account.far.settings), {
      fetch,
      now: () => new Date(account.far.clock.ms + offMs),
      userAgent: 'reversal-hub/test',
    });
    const [mailed = '', gone = ''] = seed(2);
    account.far.settle();
    let { cursor } = await listLong(connection, null);
    account.far.control.limits.areTicketsTouched = false;
    const found = new Set<string>();
    const made: string[] = [];
    const look = async () => {
      pass(30_000);
      const page = await listLong(connection, cursor);
      cursor = page.cursor;
      for (const id of idsOf(page.references)) found.add(id);
    };
    for (let round = 0; round < 8; round += 1) {
      made.push(...seed(1));
      await look();
    }
    found.delete(mailed);
    account.far.control.addEmail(mailed, { text: 'Refund me' });
    account.far.deleteItem(gone);
    // Two looks find what was made; deleted ones are looked for every ten minutes.
    await look();
    await look();
    expect([...made, mailed].filter((id) => !found.has(id))).toEqual([]);
    for (let round = 0; round < 20; round += 1) await look();
    expect(found).toContain(gone);
  });
});

describe('deleted tickets', () => {
  it('among many, those deleted since the last look are told, once', async () => {
    const old = seed(250);
    for (const id of old.slice(0, 150)) account.far.deleteItem(id);
    account.far.settle();
    const first = await listAll(account.connection, null, since);
    expect(idsOf(first.references).toSorted()).toEqual(old.slice(150).toSorted());
    account.far.deleteItem(old[200] ?? '');
    account.far.settle();
    const second = await listAll(account.connection, first.cursor, since);
    expect(idsOf(second.references)).toEqual([old[200]]);
    account.far.settle();
    expect((await listAll(account.connection, second.cursor, since)).references).toEqual([]);
  });

  it('a ticket merged into another is gone, and the other is listed', async () => {
    const [one = '', other = ''] = seed(2);
    account.far.settle();
    const { cursor } = await listAll(account.connection, null, since);
    account.far.control.mergeTickets(one, other);
    account.far.settle();
    expect(idsOf((await listAll(account.connection, cursor, since)).references)).toEqual([one]);
    expect(await account.connection.fetchItem(other)).toBeNull();
    expect((await account.connection.fetchItem(one))?.externalId).toBe(one);
  });
});

describe('pipelines', () => {
  it('only those that the settings name are listed, deleted and counted', async () => {
    const { control } = account.far;
    const ours = control.createTicket({ subject: 'ours', pipeline: '77', stage: '1' }).id;
    const theirs = control.createTicket({ subject: 'theirs' }).id;
    account.far.settle();
    const connection = account.open({ pipelines: [77] });
    const first = await listAll(connection, null, since);
    expect(idsOf(first.references)).toEqual([ours]);
    const ids: string[] = [];
    for await (const id of connection.listIds?.(since, new Date(account.far.clock.ms)) ?? [])
      ids.push(id);
    expect(ids).toEqual([ours]);
    account.far.deleteItem(ours);
    account.far.deleteItem(theirs);
    account.far.settle();
    expect(idsOf((await listAll(connection, first.cursor, since)).references)).toEqual([ours]);
  });
});

describe('cursors', () => {
  it.each(['', 'start:1', '{"v":2}', '{"v":1}', '[]'])(
    'one that is not ours (%s) begins anew',
    async (cursor) => {
      const ids = seed(2);
      account.far.settle();
      const listed = await listAll(account.connection, cursor, since);
      expect(idsOf(listed.references).toSorted()).toEqual(ids.toSorted());
    },
  );

  it('limits of the search are told by how long they last', async () => {
    account.far.control.limits.isOn = true;
    const asking = Array.from({ length: 6 }, () => account.connection.listChanges(null, since));
    const settled = await Promise.allSettled(asking);
    const refused = settled.filter((one) => one.status === 'rejected');
    expect(refused.map(({ reason }) => [reason.code, reason.waitMs])).toEqual([
      ['rate_limited', 1_000],
    ]);
  });

  it('a page without the times it is asked for is unreadable or read again, never skipped', async () => {
    const body = { total: 1, results: [{ id: '7', properties: {} }] };
    account.far.inject({ match: () => true, fault: { status: 200, body } });
    const page = await account.connection.listChanges(null, since);
    expect(page.references).toEqual([
      { externalId: '7', updatedAt: new Date(account.far.clock.ms) },
    ]);
    account.far.inject({ match: () => true, fault: { status: 200, body: { total: 1 } } });
    expect(await codeOf(account.connection.listChanges(null, since))).toMatch(/^unreadable /);
  });
});

describe('an e-mail that comes to a ticket without changing it', () => {
  const jane = { name: 'Jane Doe', email: 'jane@example.com' };
  /** A ticket that was listed and read, in an account whose tickets do not change with what is hung on them. */
  const readTicket = async (connection: Connection = account.connection) => {
    const id = account.far.control.createTicket({ subject: 'Parcel', contact: jane }).id;
    account.far.settle();
    const { cursor } = await listLong(connection, null);
    account.far.control.limits.areTicketsTouched = false;
    return { id, cursor, item: await connection.fetchItem(id) };
  };
  const mail = (id: string) => account.far.control.addEmail(id, { from: jane, text: 'Refund me' });

  it('has the ticket listed with a time newer than it was read with, and then no more', async () => {
    const { id, cursor, item } = await readTicket();
    mail(id);
    pass(minuteMs);
    const listed = await listLong(account.connection, cursor);
    expect(idsOf(listed.references)).toEqual([id]);
    const [reference] = listed.references;
    expect(reference?.updatedAt.getTime()).toBeGreaterThan(item?.updatedAt.getTime() ?? 0);
    const again = await account.connection.fetchItem(id);
    expect(again?.messages.map(({ text }) => text)).toContain('Refund me');
    // The far look back tells it once more, with the time it was read for.
    account.far.settle();
    const later = await listLong(account.connection, listed.cursor);
    expect(later.references).toEqual([reference]);
    account.far.settle();
    expect((await listLong(account.connection, later.cursor)).references).toEqual([]);
  });

  it('is found though the index took it in late, and each ticket once a page', async () => {
    const { id, cursor } = await readTicket();
    account.far.control.limits.indexLagMs = 90_000;
    mail(id);
    mail(id);
    pass(minuteMs);
    const early = await listLong(account.connection, cursor);
    expect(early.references).toEqual([]);
    pass(minuteMs);
    const late = await listLong(account.connection, early.cursor);
    expect(idsOf(late.references)).toEqual([id]);
  });

  it('more of them than a page holds: cut anywhere, none is passed over', async () => {
    const { cursor } = await readTicket();
    const ids = seed(450);
    account.far.settle();
    const { cursor: known } = await listLong(account.connection, cursor);
    for (const id of ids) {
      mail(id);
      pass(10);
    }
    pass(minuteMs);
    const listed = new Set<string>();
    let at: string | null = known;
    for (let more = true; more; ) {
      // Each page by another process, which knows the cursor only.
      const page = await account.open({}).listChanges(at, since);
      for (const one of idsOf(page.references)) listed.add(one);
      at = page.cursor;
      more = page.hasMore;
    }
    expect(listed).toEqual(new Set(ids));
  });

  it('on a ticket of a pipeline that is not read is left alone', async () => {
    const connection = account.open({ pipelines: ['7'] });
    const { id, cursor } = await readTicket(connection);
    mail(id);
    pass(minuteMs);
    expect((await listLong(connection, cursor)).references).toEqual([]);
  });

  it.each([
    ['without the scope', { status: 403, body: { category: 'MISSING_SCOPES' } }],
    ['where they cannot be searched', { status: 400, body: { category: 'VALIDATION_ERROR' } }],
  ])('%s tickets are listed all the same', async (_name, fault) => {
    const { id, cursor } = await readTicket();
    const isMails = ({ path }: { path: string }) => path.endsWith('/emails/search');
    account.far.inject({ match: isMails, fault, times: 9 });
    account.far.control.updateTicket(id, { subject: 'Refund' });
    pass(minuteMs);
    expect(idsOf((await listLong(account.connection, cursor)).references)).toEqual([id]);
  });

  const isMails = ({ path }: { path: string }) => path.endsWith('/emails/search');
  const isTheirTickets = ({ path }: { path: string }) => path.includes('/emails/tickets/batch');
  it.each([
    ['cannot be searched for a while', isMails, { status: 400, body: {} }],
    ['cannot be searched without the scope', isMails, { status: 403, body: {} }],
    [
      'cannot be followed to their tickets',
      isTheirTickets,
      { status: 403, body: { category: 'MISSING_SCOPES' } },
    ],
    ['are on no address', isTheirTickets, { status: 404, body: {} }],
  ])(
    'where e-mails %s: those that came meanwhile are told afterwards',
    async (_name, match, fault) => {
      const { id, cursor } = await readTicket();
      mail(id);
      account.far.inject({ match, fault, times: 2 });
      pass(minuteMs);
      let closed = await listLong(account.connection, cursor);
      // Later than any look back reaches.
      pass(90 * minuteMs);
      closed = await listLong(account.connection, closed.cursor);
      expect(closed.references).toEqual([]);
      pass(minuteMs);
      const open = await listLong(account.connection, closed.cursor);
      expect(idsOf(open.references)).toEqual([id]);
    },
  );

  it('made first and hung on the ticket after that was read, has it read again, once', async () => {
    const { id, cursor } = await readTicket();
    const other = account.far.control.createTicket({ subject: 'Another' }).id;
    const email = account.far.control.addEmail(other, { from: jane, text: 'Refund me' });
    pass(1_000);
    // The ticket changes after the e-mail was made, is listed and read, and is hung on only then.
    account.far.control.updateTicket(id, { subject: 'Refund' });
    pass(minuteMs);
    const before = await listLong(account.connection, cursor);
    const [told] = before.references.filter(({ externalId }) => externalId === id);
    const read = await account.connection.fetchItem(id);
    expect(read?.messages.map(({ text }) => text)).not.toContain('Refund me');
    await fetch(
      `${account.far.baseUrl}/crm/v4/objects/emails/${email.id}/associations/default/tickets/${id}`,
      {
        method: 'PUT',
        headers: { Authorization: `Bearer ${account.far.settings.accessToken}` },
      },
    );
    pass(30_000);
    const after = await listLong(account.connection, before.cursor);
    const times = after.references
      .filter(({ externalId }) => externalId === id)
      .map(({ updatedAt }) => updatedAt.getTime());
    const newest = Math.max(...times);
    expect(newest).toBeGreaterThan(told?.updatedAt.getTime() ?? Infinity);
    expect(newest).toBeGreaterThan(read?.updatedAt.getTime() ?? Infinity);
    // Told again by each look back, always with the same time: judged by then, it is no news.
    pass(30_000);
    const again = await listLong(account.connection, after.cursor);
    expect(Math.max(...again.references.map(({ updatedAt }) => updatedAt.getTime()))).toBe(newest);
  });

  it('trouble in between is told, and the listing goes on from there', async () => {
    const { id, cursor } = await readTicket();
    mail(id);
    pass(minuteMs);
    const isMails = ({ path }: { path: string }) => path.endsWith('/emails/search');
    account.far.inject({ match: isMails, fault: { status: 500 } });
    expect(await codeOf(listLong(account.connection, cursor))).toBe('retry server_error');
    expect(idsOf((await listLong(account.connection, cursor)).references)).toEqual([id]);
  });
});
