import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ImportRequest, importFile } from '../../core/intake/import/import-file.js';
import type { Desk } from '../../core/reversals/desk.js';
import { openDesk } from '../../core/reversals/open-desk.js';
import { achFile, addenda99 } from '../unit/intake/import/bank-files.js';
import type { DatabaseEngine } from './databases.js';
import { loggedAt, openStorageFixture, type StorageFixture } from './storage-fixture.js';

/** Importing on a real database: nothing twice, wherever a file was cut and whoever sends it. */
export function importGuarantees(engine: DatabaseEngine) {
  let fixture: StorageFixture;
  let desk: Desk;

  beforeAll(async () => {
    fixture = await openStorageFixture(engine);
    const tools = { now: () => loggedAt, newId: randomUUID, writeBackDelayMs: 30_000 };
    desk = openDesk({ ...tools, store: fixture.books.reversals });
  });
  afterAll(() => fixture.close());

  const run = async (text: string, over: Partial<ImportRequest> & { by?: string } = {}) => {
    const { by = 'admin', ...rest } = over;
    const request: ImportRequest = {
      actor: { person: fixture.person(`${by}@example.com`), surface: 'command_line' },
      clientId: 'acme',
      kind: null,
      historic: false,
      isDryRun: false,
      isUpdate: false,
      ...rest,
    };
    const told: string[] = [];
    for await (const event of importFile(desk, piecesOf(text), request)) {
      if (event.event !== 'row') told.push(event.event);
      else if (event.told.result === 'refused') told.push(`${event.told.field} refused`);
      else told.push(event.told.result);
    }
    return told;
  };
  const entries = () => fixture.database.prisma.reversal.count();
  const payments = () => fixture.database.prisma.payment.count();

  it('the same file twice adds nothing, also by another person', async () => {
    const file = reversals(['a1,49.99', 'a2,10.00']);
    expect(await run(file)).toEqual(['added', 'added']);
    const before = await entries();
    expect(await run(file)).toEqual(['known', 'known']);
    expect(await run(file, { by: 'manager' })).toEqual(['known', 'known']);
    expect(await entries()).toBe(before);
  });

  it('a row that was imported with other content is refused and changes nothing', async () => {
    await run(reversals(['b1,49.99']));
    expect(await run(reversals(['b1,50.00', 'b2,1.00']))).toEqual(['id refused', 'added']);
    const amounts = await fixture.database.prisma.reversal.findMany({
      where: { identifiers: { some: { value: 'O-b1' } } },
    });
    expect(amounts.map((row) => row.amountMinor)).toEqual([4_999n]);
  });

  it('a file that was cut anywhere goes on and adds only what is missing', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => `c${index},${index + 1}.00`);
    const before = await entries();
    for (const cut of [1, 5, 12]) await run(reversals(rows.slice(0, cut)));
    expect(await entries()).toBe(before + rows.length);
  });

  it('a refused row keeps its key free: mended it is imported', async () => {
    expect(await run(reversals(['d1,"1,234"']))).toEqual(['amount refused']);
    expect(await run(reversals(['d1,1234']))).toEqual(['added']);
  });

  it('an agent’s client is its own: rows of another are refused as unknown', async () => {
    const person = { ...fixture.person('agent@example.com'), clients: ['globex'] };
    const actor = { person, surface: 'command_line' } as const;
    expect(await run(reversals(['e1,1.00']), { actor })).toEqual(['client refused']);
  });

  it('a dry run judges every row and logs none', async () => {
    const before = await entries();
    expect(await run(reversals(['f1,1.00', 'f2,-1']), { isDryRun: true })).toEqual([
      'fits',
      'amount refused',
    ]);
    expect(await entries()).toBe(before);
  });

  it('a past reversal asks for no card', async () => {
    await run(reversals(['g1,3.00']), { historic: true });
    const row = await fixture.database.prisma.reversal.findFirstOrThrow({
      where: { identifiers: { some: { value: 'O-g1' } } },
    });
    expect(row.historic).toBe(true);
    const cards = { reversalId: row.id, kind: 'show_card' };
    expect(await fixture.database.prisma.effect.count({ where: cards })).toBe(0);
  });

  it('a payment takes in the entry that named it, and the same file adds none', async () => {
    await run(reversals(['h1,5.00']));
    const file = paymentsFile('O-h1', '8.00', '1.00');
    const before = await payments();
    expect(await run(file)).toEqual(['added']);
    expect(await run(file)).toEqual(['known']);
    expect(await payments()).toBe(before + 1);
    const row = await fixture.database.prisma.reversal.findFirstOrThrow({
      where: { identifiers: { some: { value: 'O-h1' } } },
      include: { payment: true },
    });
    expect(row.payment).toMatchObject({ capturedMinor: 800n, returnedBefore: 100n });
  });

  it('a payment with other amounts is refused, and brought up to date when that is asked for', async () => {
    await run(paymentsFile('O-i1', '8.00', '0'));
    const later = paymentsFile('O-i1', '8.00', '2.00');
    expect(await run(later)).toEqual(['id refused']);
    expect(await run(later, { isUpdate: true })).toEqual(['updated']);
    const row = await fixture.database.prisma.payment.findFirstOrThrow({
      where: { identifiers: { some: { value: 'O-i1' } } },
    });
    expect(row.returnedBefore).toBe(200n);
  });

  const bankFile = { kind: 'bank-returns' } as const;
  it('each return of a bank’s file is one fact, also when it comes again in another file', async () => {
    const entries = ['1', '2', '3'].map((last) => ({
      addenda: addenda99('R01', `09140060000100${last}`),
    }));
    expect(await run(achFile(entries.slice(0, 2)).join('\n'), bankFile)).toEqual([
      'added',
      'added',
    ]);
    expect(await run(achFile(entries).join('\n'), bankFile)).toEqual(['known', 'known', 'added']);
    const row = await fixture.database.prisma.reversal.findFirstOrThrow({
      where: { identifiers: { some: { kind: 'ach_trace', value: '091400600001001' } } },
    });
    expect(row).toMatchObject({
      type: 'bank_reversal',
      kind: 'fact',
      status: 'pending_approval',
      reasonCode: 'R01',
      amountMinor: 12_354n,
      occurredAt: new Date('2026-03-01T00:00:00Z'),
    });
  });

  it('a bank’s return is the bank’s word: who imports it is in history, asked for nothing and may decide', async () => {
    const file = achFile([{ addenda: addenda99('R01', '091400600003001') }]).join('\n');
    expect(await run(file, { ...bankFile, by: 'manager' })).toEqual(['added']);
    const row = await fixture.database.prisma.reversal.findFirstOrThrow({
      where: { identifiers: { some: { value: '091400600003001' } } },
      include: { requesters: true, history: true },
    });
    const manager = fixture.person('manager@example.com');
    expect(row).toMatchObject({ loggedById: null, requesters: [] });
    expect(row.history.map((line) => line.personId)).toEqual([manager.id]);
    const found = await fixture.books.reversals.byId(row.id);
    const decided = await desk.decide(
      { person: manager, surface: 'rest' },
      {
        reference: found?.reference ?? '',
        action: 'next_step',
        contentHash: found?.contentHash ?? '',
        detail: 'stop_collecting',
      },
    );
    expect(decided).toMatchObject({ changed: true });
    await run(reversals(['j1,7.00']), { by: 'manager' });
    const asked = await fixture.database.prisma.reversal.findFirstOrThrow({
      where: { identifiers: { some: { value: 'O-j1' } } },
      include: { requesters: true },
    });
    expect(asked).toMatchObject({ loggedById: manager.id, requesters: [{ personId: manager.id }] });
  });

  it.each([
    [
      'a sum that does not agree',
      (lines: string[]) => lines.with(4, (lines[4] ?? '').replace('12354', '12355')),
    ],
    ['a file that was cut', (lines: string[]) => lines.slice(0, -2)],
  ])('of a bank’s file with %s nothing is logged', async (_name, spoil) => {
    const before = await entries();
    const lines = achFile([{ addenda: addenda99('R02', '091400600002001') }]);
    expect(await run(spoil(lines).join('\n'), bankFile)).toEqual(['stopped']);
    expect(await entries()).toBe(before);
  });

  it('a bank’s file names no client: without one nothing is logged', async () => {
    const file = achFile([{}]).join('\n');
    expect(await run(file, { ...bankFile, clientId: null })).toEqual(['stopped']);
  });
}

function reversals(rows: readonly string[]): string {
  const lines = rows.map((row) => `O-${row.split(',')[0]},refund,USD,${row}`);
  return `Order No.,type,currency,id,Amount\n${lines.join('\n')}\n`;
}

function paymentsFile(order: string, captured: string, returned: string): string {
  return `processor;order_number;captured;returned;currency\nstripe;${order};${captured};${returned};USD\n`;
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 7) yield text.slice(at, at + 7);
}
