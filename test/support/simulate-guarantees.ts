import { beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { HandedIn } from '../../core/operations/hub-parts.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { readSettings } from '../../core/settings/read-settings.js';
import { command, configuration, fakeParts } from '../unit/operations/command-run.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace, policy } from './desk-space.js';
import { exampleSettings, redacted, usd } from './storage-fixture.js';

type Rules = { policies: { standard: { rules: typeof policy.rules } } };
type Told = {
  entries: number;
  decided: number;
  different: number;
  otherwise: number;
  byCause: Record<string, number>;
  rules: {
    client: string;
    rule: number | null;
    decided: number;
    automaticBefore: number;
    automaticAfter: number;
    approvalsSaved: number;
    minutesSaved: number | null;
  }[];
  people: { email: string; before: { decisions: number }; after: { decisions: number } }[];
  differences: {
    reference: string;
    change: string;
    cause: string;
    isOtherwise: boolean;
    was: { status: string; votes: number | string };
    would: { votes: number | string };
  }[];
};

/** The file in force. `${MASTER}` comes from the environment, like every secret. */
const fileInForce = stringify({
  organization: 'Northwind Support',
  server: { port: 3000, publicUrl: 'https://hub.example' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the configuration's own form
  encryption: { masterKey: '${MASTER}' },
  people: exampleSettings.people.map(({ email, name, role, clients }) => ({
    email,
    name,
    role,
    clients,
  })),
  policies: { standard: { rules: policy.rules } },
  clients: exampleSettings.clients.map(({ id, name, currency, timezone }) => ({
    id,
    name,
    currency,
    timezone,
    ...(id === 'acme' ? { policy: 'standard' } : {}),
  })),
});

const readOtherConfiguration: HandedIn['readOtherConfiguration'] = async (text, file) => {
  const environment = { MASTER: Buffer.alloc(32).toString('base64') };
  const reading = readSettings(text, environment, [], []);
  if (!reading.ok) return { ok: false, file, faults: reading.faults };
  const { settings, connections } = reading;
  return { ok: true, configuration: { ...configuration, file, settings, connections } };
};

/** Some sixty steps of one past, each a transaction; on a busy machine they take their time. */
const pastTimeoutMs = 240_000;

/** What `hub policy simulate` promises, on a real database with every kind of past. */
export function simulateGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { applyPolicy, as, clock, decide, desk, fixture, logged, loggedFromSource, payment } =
    space;
  const named = {} as Record<
    'small' | 'overCeiling' | 'middle' | 'large' | 'rejected' | 'cancelled' | 'stranger',
    Reversal
  >;
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000);
  };
  const decidedLater: typeof decide = (...asked) => {
    later(5);
    return decide(...asked);
  };
  const small = async () => logged({ amount: usd(2_000n), identifiers: [await payment()] });

  beforeAll(async () => {
    named.small = await small();
    await small();
    named.overCeiling = await small();
    later(30);
    await decidedLater(as('manager'), named.overCeiling);
    named.middle = await space.pending();
    later(90);
    await decidedLater(as('second'), named.middle);
    named.large = await space.pending(usd(60_000n));
    const reason = redacted('checked with the warehouse');
    later(20);
    await decidedLater(as('manager'), named.large, { reason });
    later(40);
    await decidedLater(as('admin'), named.large, { reason });
    named.rejected = await space.pending(usd(3_000n));
    later(10);
    await decidedLater(as('manager'), named.rejected, { action: 'reject', reason });
    named.cancelled = await space.pending(usd(3_500n));
    await decidedLater(as('agent'), named.cancelled, { action: 'cancel', reason });
    const twice = await space.pending();
    await decidedLater(as('manager'), twice);
    await decidedLater(as('manager'), twice, { action: 'withdraw' });
    await decidedLater(as('second'), twice);
    const lowered = await space.pending(usd(60_000n));
    await decidedLater(as('manager'), lowered, { amount: usd(40_000n), reason });
    const again = await space.pending(usd(4_000n));
    await decidedLater(as('manager'), again, { action: 'request_changes', reason });
    await desk().edit(as('agent'), again.reference, { amount: usd(3_900n) });
    const edited = await space.shown(again);
    await decidedLater(as('agent'), edited, { action: 'confirm' });
    await decidedLater(as('second'), await space.shown(again));
    named.stranger = await loggedFromSource({
      amount: usd(1_500n),
      identifiers: [await payment()],
      staff: [{ name: 'Somebody', email: 'somebody@elsewhere.example' }],
    });
    await decidedLater(as('manager'), named.stranger);
    await decidedLater(as('second'), named.stranger);
    await loggedFromSource({ amount: usd(1_000n), reviewReasons: ['Two amounts are named.'] });
    await loggedFromSource({ amount: usd(1_000n), historic: true });
    await logged({ amount: usd(700n), identifiers: [] });
    // The next day has its own ceiling; at one in the morning of UTC it is still the day before.
    clock.now = new Date('2026-03-02T01:00:00Z');
    await small();
    clock.now = new Date('2026-03-02T15:00:00Z');
    await small();
    later(60);
  }, pastTimeoutMs);

  const run = async (change: (file: Rules & Record<string, unknown>) => void, options = '') => {
    const file = parse(fileInForce);
    change(file);
    const parts = fakeParts({ past: fixture().books.past });
    const handedIn = { readOtherConfiguration };
    const now = () => clock.now;
    return command(`policy simulate - ${options}`, {
      parts,
      handedIn,
      now,
      stdin: [stringify(file)],
    });
  };
  const simulate = async (change: Parameters<typeof run>[0], options = '') => {
    const done = await run(change, `--json ${options}`);
    expect(done.code, done.err).toBe(0);
    return JSON.parse(done.out) as Told;
  };
  const ruleOf = (file: Rules, index: number) => {
    const rule = file.policies.standard.rules[index];
    if (!rule) throw new Error('no such rule');
    return rule as { when?: Record<string, unknown>; steps: unknown[]; perDay?: number };
  };
  const unchanged = () => undefined;
  const totals = ({ rules }: Told) => ({
    before: rules.reduce((sum, rule) => sum + rule.automaticBefore, 0),
    after: rules.reduce((sum, rule) => sum + rule.automaticAfter, 0),
    saved: rules.reduce((sum, rule) => sum + rule.approvalsSaved, 0),
  });
  const differenceOf = (told: Told, { reference }: Reversal) =>
    told.differences.find((one) => one.reference === reference);

  it('the file in force reproduces the past exactly, ceilings and rounds included', async () => {
    const told = await simulate(unchanged);
    expect(told.differences).toEqual([]);
    expect(told).toMatchObject({ different: 0, otherwise: 0 });
    expect(totals(told)).toEqual({ before: 3, after: 3, saved: 0 });
    for (const { before, after } of told.people) expect(after).toEqual(before);
    const { out } = await run(unchanged);
    expect(out).toContain('the file reproduces the past exactly');
  });

  it('a person reads what each rule saves or adds, who decides more, and what ends otherwise', async () => {
    const { out } = await run((file) => {
      const rule = ruleOf(file, 0);
      rule.when = { ...rule.when, maxAmount: 5_000 };
      rule.perDay = 1_000_000;
      ruleOf(file, 1).steps = [{ from: ['role:manager'], need: 2 }];
    });
    expect(out).toMatch(/acme +rules\[0\] refund USD to 50\.00 +8 +3 → 10 +5 saved +\d+ min saved/);
    expect(out).toMatch(/acme +rules\[1\] all types USD to 500\.00 +2 +0 +1 added/);
    expect(out).toMatch(/manager@example\.com +7 → 3 +7 → 3/);
    expect(out).toContain(
      `${named.rejected.reference} acme: rejected; would have been approved by itself`,
    );
  });

  it('a higher ceiling: what is then approved by itself saves the votes and their wait', async () => {
    const told = await simulate((file) => {
      const rule = ruleOf(file, 0);
      rule.when = { ...rule.when, maxAmount: 5_000 };
      rule.perDay = 1_000_000;
    });
    expect(differenceOf(told, named.overCeiling)).toMatchObject({
      change: 'now_automatic',
      cause: 'file',
      isOtherwise: false,
      was: { status: 'approved', votes: 1 },
      would: { votes: 'automatic' },
    });
    expect(differenceOf(told, named.middle)).toMatchObject({ change: 'now_automatic' });
    // A person said no, or closed it: money would have gone back.
    expect(differenceOf(told, named.rejected)).toMatchObject({ isOtherwise: true });
    expect(differenceOf(told, named.cancelled)).toMatchObject({ isOtherwise: true });
    // A requester whom nobody knows is never approved by itself.
    expect(differenceOf(told, named.stranger)).toBeUndefined();
    const [rule] = told.rules;
    expect(rule).toMatchObject({ client: 'acme', rule: 0, automaticBefore: 3 });
    expect(rule?.approvalsSaved).toBeGreaterThanOrEqual(4);
    expect(rule?.minutesSaved).toBeGreaterThan(0);
  });

  it('no automatic approval: each of them is named, and its votes are somebody’s work', async () => {
    const told = await simulate((file) => {
      file.policies.standard.rules = file.policies.standard.rules.slice(1);
    });
    expect(totals(told)).toEqual({ before: 3, after: 0, saved: -3 });
    expect(differenceOf(told, named.small)).toMatchObject({
      change: 'now_asks',
      isOtherwise: true,
      was: { votes: 'automatic' },
      would: { votes: 1 },
    });
    const work = (when: 'before' | 'after') =>
      told.people.reduce((sum, one) => sum + one[when].decisions, 0);
    expect(work('after') - work('before')).toBeCloseTo(3, 5);
  });

  it.each([
    ['one vote more', { from: ['role:manager'], need: 2 }, 'more_votes', 2],
    ['others than those who decided', { from: ['role:admin'], need: 1 }, 'other_people', 1],
    ['the same people, asked one by one', { from: ['second@example.com'], need: 1 }, null, 1],
  ] as const)('a step that asks %s', async (_name, step, change, votes) => {
    const told = await simulate((file) => {
      ruleOf(file, 1).steps = [step];
    });
    const difference = differenceOf(told, named.middle);
    if (change === null) expect(difference).toBeUndefined();
    else expect(difference).toMatchObject({ change, isOtherwise: true, would: { votes } });
  });

  it('what was decided under older settings is named as such, not put on the file', async () => {
    await applyPolicy({
      ...policy,
      rules: [...policy.rules.slice(0, 2), { steps: [{ from: ['role:admin'], need: 1 }] }],
    });
    const told = await simulate((file) => {
      file.policies.standard.rules = [
        ...policy.rules.slice(0, 2),
        { steps: [{ from: ['role:admin'], need: 1 }] },
      ];
    });
    await applyPolicy(policy);
    expect(differenceOf(told, named.large)).toMatchObject({ cause: 'settings_since' });
    expect(told.byCause).toMatchObject({ file: 0, not_recorded: 0 });
  });

  it('people who came or left since do not change what all of them decided', async () => {
    const all = {
      ...policy,
      rules: [{ steps: [{ from: ['role:manager'], need: 'all' as const }] }],
    };
    await applyPolicy(all);
    const reversal = await space.pending(usd(9_999n));
    await decide(as('manager'), reversal);
    expect(await space.told(decide(as('second'), reversal))).toBe('approved');
    const { prisma } = fixture().database;
    await prisma.person.update({
      where: { email: 'second@example.com' },
      data: { isActive: false },
    });
    const told = await simulate((file) => {
      file.policies.standard.rules = all.rules;
      file.people = exampleSettings.people
        .filter((person) => person.email !== 'second@example.com')
        .map(({ email, name, role, clients }) => ({ email, name, role, clients }));
    });
    await prisma.person.update({
      where: { email: 'second@example.com' },
      data: { isActive: true },
    });
    await applyPolicy(policy);
    expect(differenceOf(told, reversal)).toBeUndefined();
  });

  it('minRisk asks of each past entry what it would have asked then', async () => {
    const code = { reasonCode: '10.4', identifiers: [await payment()] };
    const risky = await logged({ amount: usd(20_000n), ...code });
    await decidedLater(as('second'), risky);
    const told = await simulate((file) => {
      const steps = [{ from: ['role:manager'], need: 2 }];
      file.policies.standard.rules = [{ when: { minRisk: 40 }, steps }, ...policy.rules];
    });
    expect(differenceOf(told, risky)).toMatchObject({ change: 'more_votes', would: { votes: 2 } });
    expect(differenceOf(told, named.middle)).toBeUndefined();
    expect(differenceOf(await simulate(unchanged), risky)).toBeUndefined();
  });

  it('an entry from before requirements were recorded is read from its votes', async () => {
    const reversal = await logged({ amount: usd(20_000n), identifiers: [await payment()] });
    await decide(as('manager'), reversal);
    const { past } = fixture().books;
    const plain = (name: string) =>
      !['asks', 'mayBeAutomatic', 'onPayment', 'hasStranger', 'kind', 'risk'].includes(name);
    const older = {
      ...past,
      async *entriesSince(since: Date) {
        for await (const entry of past.entriesSince(since)) {
          const lines = entry.lines.map((line) => ({
            ...line,
            facts: Object.fromEntries(Object.entries(line.facts).filter(([name]) => plain(name))),
          }));
          yield { ...entry, lines };
        }
      },
    };
    const done = await command('policy simulate - --json', {
      parts: fakeParts({ past: older }),
      handedIn: { readOtherConfiguration },
      now: () => clock.now,
      stdin: [fileInForce],
    });
    const told = JSON.parse(done.out) as Told;
    expect(differenceOf(told, reversal)).toBeUndefined();
    expect(differenceOf(told, named.large)).toBeUndefined();
    expect(told.byCause.file).toBe(0);
  });

  it('a file with faults is refused with each of them, and nothing is replayed', async () => {
    const done = await run((file) => {
      ruleOf(file, 1).steps = [{ from: ['nobody@example.com'], need: 1 }];
      ruleOf(file, 0).when = { types: ['refund'], maxAmount: 2_500 };
    });
    expect(done).toMatchObject({ code: 2, out: '' });
    expect(done.err).toContain('policies.standard.rules[1].steps[0].from[0] names nobody');
    expect(done.err).toContain('policies.standard.rules[0].when.currency is missing');
  });

  it('a time in which nothing was logged proves nothing, and says so', async () => {
    const done = await command('policy simulate - --days 5', {
      parts: fakeParts({ past: fixture().books.past }),
      handedIn: { readOtherConfiguration },
      now: () => new Date('2027-01-01T00:00:00Z'),
      stdin: [fileInForce],
    });
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain('Nothing was logged in the last 5 days');
  });

  it('writes nothing', async () => {
    const { prisma } = fixture().database;
    const counts = async () => [
      await prisma.history.count(),
      await prisma.effect.count(),
      await prisma.decision.count(),
      await prisma.person.count(),
    ];
    const before = await counts();
    await simulate((file) => {
      file.policies.standard.rules = [];
      file.policies = { standard: { rules: [{ steps: [{ from: ['role:admin'], need: 1 }] }] } };
    });
    expect(await counts()).toEqual(before);
  });

  it('a client that the file does not have is told with its entries', async () => {
    const result = await desk().log(as('agent'), space.request({ clientId: 'globex' }));
    expect(isRefusal(result)).toBe(false);
    const { out } = await run((file) => {
      file.clients = (file.clients as { id: string }[]).filter(({ id }) => id !== 'globex');
      for (const person of file.people as { clients: string[] }[]) person.clients = ['acme'];
    });
    expect(out).toContain('globex: not in the file; 1 entry was not replayed.');
  });
}
