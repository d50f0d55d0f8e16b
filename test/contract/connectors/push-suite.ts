import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice, PushConnection, PushConnector } from '../../../core/index.js';

/** The far side of a connector that is pushed from, in a test's hands. */
export type PushStandIn = {
  connectorId: string;
  settings: unknown;
  /** A delivery as the vendor signs it; `at` is when it was signed. */
  sign(body: string, at: Date): { headers: Record<string, string>; body: string };
  /** Whether a delivery says when it was signed, so that an old one can be told. */
  hasAge: boolean;
  /** One event of each kind we take, and one of a kind we do not. */
  events: { dispute: unknown; refund: unknown; unknown: unknown };
  /** The same event with everything we read of it spoiled but its id. */
  spoiled(event: unknown): readonly { name: string; event: unknown }[];
  /** Whatever the connector asks of the vendor while it reads. */
  fetch: typeof globalThis.fetch;
};

const now = new Date('2026-03-01T12:00:00Z');
const minute = 60_000;

/** What every connector that is pushed from promises: the ladder of bad deliveries. */
export function describePushConnector(
  connector: PushConnector,
  standIn: PushStandIn,
  onCase: (name: string) => void,
): void {
  describe(`the ${connector.id} connector`, () => {
    let connection: PushConnection;
    beforeEach(() => {
      connection = connector.open(connector.settings.parse(standIn.settings), {
        fetch: standIn.fetch,
        now: () => now,
        userAgent: 'reversal-hub/test',
      });
    });
    afterEach((context) => {
      if (context.task.result?.state !== 'fail') onCase(context.task.name);
    });

    const bodyOf = (event: unknown) => JSON.stringify(event);
    const read = (body: string, headers: Record<string, string>) =>
      connection.readNotice({ headers, rawBody: Buffer.from(body), receivedAt: now });
    const readSigned = (body: string, at = now) => {
      const signed = standIn.sign(body, at);
      return read(signed.body, signed.headers);
    };
    const noticesOf = async (event: unknown): Promise<readonly Notice[]> => {
      const reading = await readSigned(bodyOf(event));
      return reading.accepted ? reading.notices : [];
    };

    it('signed and fresh: a dispute is one notice, and reading it twice tells the same', async () => {
      const [notice, ...others] = await noticesOf(standIn.events.dispute);
      expect(others).toEqual([]);
      expect(notice).toMatchObject({ kind: 'dispute', processor: connector.id });
      expect(await noticesOf(standIn.events.dispute)).toEqual([notice]);
    });

    it('a refund is one notice that names its payment', async () => {
      const [notice] = await noticesOf(standIn.events.refund);
      expect(notice).toMatchObject({ kind: 'refund' });
      expect(notice?.payment.length).toBeGreaterThan(0);
    });

    it('an event of a kind that is none of ours is counted as ignored', async () => {
      expect(await readSigned(bodyOf(standIn.events.unknown))).toEqual({
        accepted: true,
        notices: [],
        unreadable: [],
        ignored: 1,
      });
    });

    const signed = () => standIn.sign(bodyOf(standIn.events.dispute), now);
    it('unsigned is refused', async () => {
      const { body } = standIn.sign(bodyOf(standIn.events.dispute), now);
      const bare = body.replace(/"hmacSignature":"[^"]*"/, '"x":"y"');
      expect(await read(bare, {})).toEqual({ accepted: false, why: 'unsigned' });
    });

    it('a body altered since is refused', async () => {
      const { headers, body } = signed();
      const altered = body.replace(/4999/, '9999');
      expect(altered).not.toBe(body);
      expect(await read(altered, headers)).toEqual({ accepted: false, why: 'bad_signature' });
    });

    it('signed with another secret is refused', async () => {
      const other = connector.open(connector.settings.parse(standIn.settings), {
        fetch: standIn.fetch,
        now: () => now,
        userAgent: 'reversal-hub/test',
      });
      const { headers, body } = signed();
      const broken = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          value.replace(/[0-9a-f]{8}$/, '0'.repeat(8)),
        ]),
      );
      const spoiledBody = body.replace(/("hmacSignature":")..../, '$1AAAA');
      const reading = await other.readNotice({
        headers: broken,
        rawBody: Buffer.from(spoiledBody),
        receivedAt: now,
      });
      expect(reading).toEqual({ accepted: false, why: 'bad_signature' });
    });

    it.each([
      ['six minutes old', -6 * minute],
      ['six minutes ahead', 6 * minute],
    ])('%s is a replay', async (_name, age) => {
      if (!standIn.hasAge) return;
      const reading = await readSigned(
        bodyOf(standIn.events.dispute),
        new Date(now.getTime() + age),
      );
      expect(reading).toEqual({ accepted: false, why: 'stale' });
    });

    it.each([
      ['an empty body', ''],
      ['no JSON', 'charge=ch_1&amount=4999'],
      ['JSON cut short', '{"id":"evt_1","type":"charge.dispu'],
      ['a list', '[]'],
      ['a number', '7'],
      ['nested a hundred deep', `${'['.repeat(100)}${']'.repeat(100)}`],
    ])('%s, signed or not, is never taken for a fact and never thrown on', async (_name, body) => {
      const reading = await readSigned(body);
      if (!reading.accepted) return;
      expect(reading.notices).toEqual([]);
      expect(reading.unreadable).toHaveLength(1);
    });

    it('wrong types in an event of ours are put aside under the event’s own id', async () => {
      const rows = [
        ...standIn.spoiled(standIn.events.dispute),
        ...standIn.spoiled(standIn.events.refund),
      ];
      expect(rows.length).toBeGreaterThan(3);
      for (const { name, event } of rows) {
        const reading = await readSigned(bodyOf(event));
        expect(reading, name).toMatchObject({ accepted: true, notices: [] });
        if (!reading.accepted) continue;
        expect(reading.unreadable, name).toHaveLength(1);
        // A name and a word of ours, nothing of the body.
        expect(reading.unreadable[0]?.code, name).toMatch(/^[a-z_]+$/);
        expect(reading.unreadable[0]?.eventId, name).not.toMatch(/^body-/);
      }
    });

    it('bytes that are no UTF-8 are not thrown on', async () => {
      const { headers } = signed();
      const rawBody = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
      const reading = await connection.readNotice({ headers, rawBody, receivedAt: now });
      expect(reading.accepted === true && reading.notices.length > 0).toBe(false);
    });
  });
}
