import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyHistory } from '../../core/audit/verify.js';
import { defaultThresholds } from '../../core/intake/detect.js';
import { openClientModels, readingFor } from '../../core/intake/learning/client-models.js';
import { type LearnTools, trainClient } from '../../core/intake/learning/learn.js';
import type { TrainingBook, TrainingExample } from '../../core/intake/learning/training-book.js';
import { readText } from '../../core/intake/read-text.js';
import type { SubjectRequest } from '../../core/privacy/subject-rights.js';
import type { LogRequest } from '../../core/reversals/desk.js';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { Reversal } from '../../core/reversals/reversal.js';
import { labelTexts, refundTexts } from '../unit/intake/learning/ticket-kinds.js';
import type { DatabaseEngine } from './databases.js';
import { openDeskSpace } from './desk-space.js';
import { logOneFromSource } from './log-one-from-source.js';
import { hashOf, newMessage, redacted, usd } from './storage-fixture.js';

/** What is learnt from people is kept once, sealed, apart by client, and goes with the person. */
export function learningGuarantees(engine: DatabaseEngine) {
  const space = openDeskSpace(engine);
  const { as, decide, desk, fixture, loggedFromSource, logged, clock } = space;
  const book = () => fixture().books.training;
  const rights = () => fixture().books.subjectRights;
  let learning: LearnTools;
  beforeAll(() => {
    const { client } = fixture().books.reversals;
    // What is held out goes by the entry's id, which is new each time: here it goes by the text.
    const byText = async (examples: Promise<readonly TrainingExample[]>) =>
      (await examples).map((one) => ({ ...one, id: hashOf(one.text) }));
    const steady: TrainingBook = {
      ...book(),
      corrections: (clientId) => byText(book().corrections(clientId)),
      agreements: (clientId, limit) => byText(book().agreements(clientId, limit)),
    };
    learning = { book: steady, client, thresholds: () => null, now: () => clock.now };
  });

  const said = (text: string, author = 'Jane Zanzibar') =>
    newMessage({ text: redacted(text), authorName: redacted(author) });
  /** A ticket that was read and waits for a person to say whether it is a reversal. */
  const unclear = (over: Partial<LogRequest> = {}) =>
    loggedFromSource({
      customer: { email: 'jane@zanzibar.example', name: 'Jane Zanzibar', phone: '+49 170 7654321' },
      messages: [
        said('Jane Zanzibar here (jane@zanzibar.example, +49 170 7654321): order 8841 49.99 USD'),
      ],
      reviewReasons: ['It is not certain that this asks for money back.'],
      ...over,
    });
  const cancel = (reversal: Reversal, over: Partial<Parameters<typeof decide>[2]> = {}) =>
    decide(as('agent'), reversal, { action: 'cancel', contentHash: null, ...over });
  const exampleOf = async ({ id }: Reversal, clientId = 'acme') =>
    (await book().corrections(clientId)).find((one) => one.id === id) ?? null;
  const request = (email: string, over: Partial<SubjectRequest> = {}): SubjectRequest => ({
    clientId: 'acme',
    email,
    instruction: 'ticket 77',
    byPersonId: null,
    at: clock.now,
    ...over,
  });
  const rows = (sql: string, ...parameters: unknown[]) =>
    fixture().database.query<Record<string, unknown>>(sql, parameters);

  describe('a person’s word on a reading', () => {
    it.each<[string, (one: Reversal) => Promise<unknown>, object]>([
      [
        '"not a reversal" by button, without a reason',
        (one) => cancel(one),
        { cause: 'not_a_reversal', isReversal: false, type: null },
      ],
      [
        '"not a reversal" with a reason of its own',
        (one) => cancel(one, { reason: redacted('asks for a return label') }),
        { cause: 'not_a_reversal', isReversal: false, type: null },
      ],
      [
        'a confirm',
        (one) => decide(as('agent'), one, { action: 'confirm', contentHash: null }),
        { cause: 'confirmed', isReversal: true, type: 'refund' },
      ],
      [
        'another type',
        (one) => desk().edit(as('agent'), one.reference, { type: 'chargeback' }),
        { cause: 'type', isReversal: true, type: 'chargeback' },
      ],
      [
        'another amount',
        (one) => desk().edit(as('agent'), one.reference, { amount: usd(1_200n) }),
        { cause: 'amount', isReversal: true, type: 'refund' },
      ],
    ])('becomes an example: %s', async (_what, act, expected) => {
      const one = await unclear();
      expect(await exampleOf(one)).toBeNull();
      await act(one);
      expect(await exampleOf(one)).toMatchObject(expected);
    });

    it('from a later status counts in plain words only', async () => {
      const one = await unclear({ reviewReasons: [], amount: usd(60_000n) });
      await cancel(one, { reason: redacted('this is not a reversal') });
      expect(await exampleOf(one)).toMatchObject({ cause: 'not_a_reversal' });
    });

    it.each([
      ['logged twice', { reason: redacted('logged twice, see RV-1') }, []],
      ['withdrawn by the customer', { reason: redacted('customer withdrew') }, []],
      ['closed later for no stated cause', {}, undefined],
    ])('is none where the entry was read rightly: %s', async (_what, over, reviewReasons) => {
      const one = await unclear(reviewReasons ? {} : { reviewReasons: [], amount: usd(60_000n) });
      await cancel(one, over);
      expect((await space.shown(one)).status).toBe('cancelled');
      expect(await exampleOf(one)).toBeNull();
    });

    it.each([
      ['approval', 'approve'],
      ['rejection', 'reject'],
    ] as const)('is no %s, which is about the money', async (_what, action) => {
      const one = await unclear({ reviewReasons: [], amount: usd(40_000n) });
      await decide(as('manager'), one, { action, reason: redacted('as agreed') });
      expect(await exampleOf(one)).toBeNull();
    });

    it('logs by hand in chat what was not found; an API’s entries are none', async () => {
      const message = redacted('customer was charged for a cancelled booking');
      const typed = await logged({ reason: message }, as('agent', 'chat_command'));
      const sent = await logged({ reason: message }, as('agent', 'rest'));
      expect(await exampleOf(typed)).toMatchObject({ cause: 'logged_by_hand', type: 'refund' });
      expect(await exampleOf(sent)).toBeNull();
    });

    it('is kept once when the request is repeated, and not at all when it is refused', async () => {
      const one = await unclear();
      const once = { requestKey: `press:${randomUUID()}` };
      const pressed = await Promise.all([cancel(one, once), cancel(one, once)]);
      expect(pressed.every((result) => !isRefusal(result))).toBe(true);
      const kept = await rows('SELECT * FROM training_example WHERE reversal_id = $1', one.id);
      expect(kept).toHaveLength(1);
      const refused = await desk().edit(as('agent'), one.reference, { type: 'chargeback' });
      expect(isRefusal(refused)).toBe(true);
      expect(await exampleOf(one)).toMatchObject({ cause: 'not_a_reversal' });
    });

    it('is the last one where a person says two things of the same entry', async () => {
      const one = await unclear();
      await desk().edit(as('agent'), one.reference, { type: 'chargeback' });
      await desk().edit(as('manager'), one.reference, { type: 'merchant_error' });
      expect(await exampleOf(one)).toMatchObject({ cause: 'type', type: 'merchant_error' });
      await cancel(one);
      expect(await exampleOf(one)).toMatchObject({ isReversal: false, type: null });
    });

    it('stands in history by its kind, without words', async () => {
      const one = await unclear();
      await cancel(one);
      const line = (await space.historyOf(one)).at(-1);
      expect(line?.facts).toMatchObject({ learnt: 'not_a_reversal' });
    });
  });

  describe('what is kept', () => {
    it('holds no name, mail, phone or number of the person, and is ciphertext at rest', async () => {
      const one = await unclear();
      await cancel(one);
      const text = (await exampleOf(one))?.text ?? '';
      expect(text).toContain('49.99 USD');
      expect(text).not.toMatch(/jane|zanzibar|7654321|8841/i);
      const [kept] = await rows('SELECT * FROM training_example WHERE reversal_id = $1', one.id);
      const bytes = Buffer.from(kept?.sealed as Uint8Array).toString('latin1');
      expect(bytes).not.toMatch(/order|USD|isReversal/);
      expect(JSON.stringify({ ...kept, sealed: null })).not.toMatch(/order|refund|zanzibar/i);
    });

    it('moves along when the entry turns out to be another person’s', async () => {
      const known = await unclear({ customer: { email: 'right@example.com' } });
      const one = await unclear({ customer: { name: 'Somebody' } });
      await desk().edit(as('agent'), one.reference, { type: 'chargeback' });
      await desk().edit(as('agent'), one.reference, { customer: { email: 'right@example.com' } });
      expect(await exampleOf(one)).toMatchObject({ type: 'chargeback' });
      const subjects = await rows(
        'SELECT subject_id FROM training_example WHERE reversal_id = $1 UNION SELECT subject_id FROM reversal WHERE id = $2',
        one.id,
        known.id,
      );
      expect(subjects).toHaveLength(1);
    });
  });

  describe('an erasure', () => {
    it('destroys every key of the person and deletes what was learnt from them', async () => {
      const email = 'erase.me@example.com';
      const early = await unclear({ customer: { name: 'Early' } });
      const one = await unclear({ customer: { email, name: 'Erase Me' } });
      await desk().edit(as('agent'), early.reference, { customer: { email } });
      await cancel(one);
      const other = await unclear({ customer: { email: 'stays@example.com' } });
      await cancel(other);
      const erasure = await rights().erase(request(email));
      expect(erasure).toMatchObject({ result: 'erased', keys: 2, examples: 1 });
      expect(erasure).toMatchObject({
        references: [early.reference, one.reference].toSorted(),
      });
      expect(await exampleOf(one)).toBeNull();
      expect(await exampleOf(other)).not.toBeNull();
      for (const entry of [early, one]) {
        const read = await space.shown(entry);
        expect(read).toMatchObject({ customer: null, reason: null, readingReasons: [] });
        const lines = await space.historyOf(entry);
        expect(lines.at(-1)).toMatchObject({
          action: 'subject_erased',
          facts: { client: 'acme', instruction: 'ticket 77' },
        });
        expect(lines.slice(0, -1).every((line) => line.values === null)).toBe(true);
      }
      expect((await verifyHistory(fixture().books.historyChains())).broken).toEqual([]);
      expect(await rights().erase(request(email))).toEqual({ result: 'nobody' });
    });

    it('has the hub’s own card drawn again and lists what people wrote', async () => {
      const email = 'card@example.com';
      const one = await unclear({ customer: { email }, reviewReasons: [], amount: usd(40_000n) });
      const posted = { channelId: 'C0ACME', messageId: randomUUID() };
      const { effects, cards } = fixture().books;
      await effects.saveCard(one.id, posted, one.contentHash, clock.now);
      const thread = { reversalId: one.id, channelId: 'C0ACME', messageId: randomUUID() };
      await cards.noteThreadMessage({ ...thread, chatUserId: 'U0AGENT', sentAt: clock.now });
      const before = (await space.effectsOf(one)).filter((kind) => kind === 'show_card').length;
      const erasure = await rights().erase(request(email));
      const after = (await space.effectsOf(one)).filter((kind) => kind === 'show_card').length;
      expect(after).toBe(before + 1);
      const leftovers = erasure.result === 'erased' ? erasure.leftovers : [];
      expect(leftovers).toMatchObject([
        { kind: 'source_item', reference: one.reference, connection: 'acme-zendesk' },
        { kind: 'chat_message', reference: one.reference, message: thread.messageId },
      ]);
    });

    it('names the same telephone without an e-mail, which may be another person', async () => {
      const phone = '+1 555 010 4711';
      const called = await unclear({ customer: { phone } });
      const email = 'caller@example.com';
      await unclear({ customer: { email } });
      await unclear({ customer: { email, phone } });
      const erasure = await rights().erase(request(email));
      const leftovers = erasure.result === 'erased' ? erasure.leftovers : [];
      expect(leftovers).toContainEqual({ kind: 'same_phone', reference: called.reference });
      expect((await space.shown(called)).customer).toEqual({ phone });
    });

    it('of one client leaves the same person at another client alone', async () => {
      const email = 'both@example.com';
      await unclear({ customer: { email } });
      const there = await logged({ clientId: 'globex', customer: { email } });
      await rights().erase(request(email));
      expect((await space.shown(there)).customer).toEqual({ email });
      const found = await rights().findForExport(request(email, { clientId: 'globex' }));
      expect(found?.reversalIds).toEqual([there.id]);
      expect(await rights().findForExport(request(email))).toBeNull();
    });

    it('waits while a dispute is open and its window has not passed, and says until when', async () => {
      const email = 'dispute@example.com';
      const one = await unclear({
        customer: { email },
        type: 'chargeback',
        kind: 'fact',
        occurredAt: new Date('2026-02-01T00:00:00Z'),
        dispute: { stage: 'chargeback', respondBy: new Date('2026-03-20T00:00:00Z') },
        reviewReasons: [],
      });
      const until = new Date('2026-06-01T00:00:00Z');
      expect(await rights().erase(request(email))).toEqual({
        result: 'held',
        holds: [{ reference: one.reference, ground: '17(3)(e)', until }],
      });
      expect((await space.shown(one)).customer).toEqual({ email });
      const later = request(email, { at: until });
      expect(await rights().erase(later)).toMatchObject({ result: 'erased' });
    });

    it('holds for a dispute that is closed no longer', async () => {
      const email = 'closed@example.com';
      const one = await unclear({ customer: { email }, type: 'chargeback', kind: 'request' });
      expect(await rights().erase(request(email))).toMatchObject({ result: 'held' });
      await cancel(one);
      expect(await rights().erase(request(email))).toMatchObject({ result: 'erased' });
    });

    it('keeps nothing that is said of the entry afterwards', async () => {
      const email = 'after@example.com';
      const one = await unclear({ customer: { email } });
      await rights().erase(request(email));
      await cancel(one);
      expect((await space.shown(one)).status).toBe('cancelled');
      expect(await rows('SELECT 1 FROM training_example WHERE reversal_id = $1', one.id)).toEqual(
        [],
      );
    });
  });

  describe('a client’s model', () => {
    const read = async (clientId: string, text: string) => {
      const model = await openClientModels(book()).of(clientId);
      return readingFor(model, readText({ text, currency: 'USD' }), defaultThresholds);
    };

    it('is learnt by one client alone, and is trained anew without an erased person', async () => {
      const globex = 'globex';
      const people = ['a@example.com', 'b@example.com', 'c@example.com'];
      for (const [at, text] of labelTexts(36).entries()) {
        const customer = { email: people[at % people.length] };
        const one = await labelled(globex, text, customer);
        await desk().decide(as('agent'), {
          reference: one.reference,
          action: 'cancel',
          contentHash: null,
        });
      }
      for (const text of refundTexts(3)) {
        const one = await labelled(globex, text, { email: 'd@example.com' }, []);
        await desk().decide(as('manager'), {
          reference: one.reference,
          action: 'approve',
          contentHash: one.contentHash,
        });
      }
      expect(await book().agreements(globex, 100)).toHaveLength(3);
      const text = labelTexts(1, 300)[0] ?? '';
      const common = readText({ text, currency: 'USD' });
      const training = await trainClient(learning, globex);
      expect(training).toMatchObject({ result: 'trained', corrections: 36 });
      expect((await read(globex, text)).outcome).toBe('leave');
      expect(await read('acme', text)).toEqual(common);

      const first = await book().model(globex);
      const inIntake = openClientModels(book());
      expect(await inIntake.of(globex)).not.toBeNull();
      await rights().erase(request('a@example.com', { clientId: globex }));
      expect(await inIntake.of(globex)).toBeNull();
      expect((await book().model(globex))?.weights).toBeNull();

      const again = await trainClient(learning, globex);
      expect(again).toMatchObject({ result: 'trained', corrections: 24 });
      const second = await book().model(globex);
      expect(second?.version).toBeGreaterThan(first?.version ?? 0);
      expect(Buffer.from(second?.weights ?? []).equals(Buffer.from(first?.weights ?? []))).toBe(
        false,
      );
      expect(await inIntake.of(globex)).not.toBeNull();
      const none = new Uint8Array();
      const stale = { base: 'any', weights: none, report: {} };
      expect(await book().saveModel(globex, first?.version ?? null, stale, clock.now)).toBe(false);
      expect((await verifyHistory(fixture().books.historyChains())).broken).toEqual([]);
    });

    async function labelled(
      clientId: string,
      text: string,
      customer: LogRequest['customer'],
      reviewReasons: readonly string[] = ['not certain'],
    ) {
      const source = { sourceItemId: await fixture().sourceItem('globex-gmail'), position: 0 };
      const messages = [said(text, 'Somebody Else')];
      const entry = { clientId, customer, source, messages, reviewReasons };
      const result = await logOneFromSource(desk(), 'globex-gmail', space.request(entry));
      return result.reversal;
    }
  });
}
