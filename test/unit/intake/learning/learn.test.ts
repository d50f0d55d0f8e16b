import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../../core/intake/candidate.js';
import { defaultThresholds } from '../../../../core/intake/detect.js';
import {
  type ClientModel,
  correctReading,
  packModel,
  unpackModel,
} from '../../../../core/intake/learning/client-model.js';
import { openClientModels, readingFor } from '../../../../core/intake/learning/client-models.js';
import { featuresOf } from '../../../../core/intake/learning/features.js';
import { evaluateClient, trainClient } from '../../../../core/intake/learning/learn.js';
import { clientsWithNews } from '../../../../core/intake/learning/nightly.js';
import { baseModelName } from '../../../../core/intake/model/model-file.js';
import { readText } from '../../../../core/intake/read-text.js';
import { aMessage, aSourceItem } from '../source-item-builder.js';
import { labelTexts, refundTexts } from './ticket-kinds.js';
import { clock, example, memoryBook } from './training-double.js';

const labels = labelTexts(30).map((text) => example(text, null));
const agreed = refundTexts(24).map((text) => example(text, 'refund', 'agreed'));
const found = (texts: readonly string[], model: ClientModel | null) =>
  texts.filter((text) => read(text, model).outcome !== 'leave').length;
const read = (text: string, model: ClientModel | null) =>
  readingFor(model, readText({ text, currency: 'USD' }), defaultThresholds);

describe('thirty corrections of one kind of ticket', () => {
  const { book, tools } = memoryBook({ acme: { corrections: labels, agreements: agreed } });

  it('turn tickets of that kind into left ones and lose no request for money', async () => {
    const training = await trainClient(tools, 'acme');
    expect(training).toMatchObject({ result: 'trained', corrections: 30, version: 1 });
    const model = await openClientModels(book).of('acme');
    const [newLabels, newRefunds] = [labelTexts(30, 300), refundTexts(30, 300)];
    // The base model of the day takes nearly all of them for requests: that is what is corrected.
    expect(found(newLabels, null)).toBeGreaterThanOrEqual(25);
    expect(found(newRefunds, null)).toBe(30);
    expect([found(newLabels, model), found(newRefunds, model)]).toEqual([0, 30]);
  });

  it('are shown before and after on texts that were held out', async () => {
    const { comparison, heldOut } = await evaluateClient(tools, 'acme');
    expect(heldOut).toBeGreaterThanOrEqual(4);
    expect(comparison.corrections.before.texts).toBe(heldOut);
    expect(comparison.corrections.before.right).toBeLessThan(heldOut / 2);
    expect(comparison.corrections.after).toMatchObject({ texts: heldOut, right: heldOut });
    expect(comparison.corrections.after.calibrationError).toBeLessThan(0.1);
    expect(comparison.others.after.recall).toBe(comparison.others.before.recall);
    expect(comparison.others.after.right).toBe(comparison.others.before.right);
  });

  it.each([
    ['I was charged twice for the boots, please refund one of the payments'],
    ['I sent it back three weeks ago and there is no refund yet'],
    ['My bank says this payment is not mine, I dispute the charge'],
    ['Payment captured but no order was created'],
    ['Me cobraron dos veces la misma compra'],
  ])('leave other tickets as they were found: %s', async (text) => {
    const model = await openClientModels(book).of('acme');
    expect(read(text, model).outcome).toBe(read(text, null).outcome);
    expect(read(text, model).type).toBe(read(text, null).type);
  });

  it('are heard where intake reads a ticket, and by nothing else', async () => {
    const model = await openClientModels(book).of('acme');
    const client = await tools.client('acme');
    if (!client) throw new Error('acme is a client');
    const item = aSourceItem({ subject: null, messages: [aMessage(labelTexts(1, 300)[0] ?? '')] });
    expect(candidateOf(item, client, null).outcome).toBe('log');
    expect(candidateOf(item, client, null, model).outcome).toBe('leave');
    expect(candidateOf(aSourceItem(), client, null, model)).toEqual(
      candidateOf(aSourceItem(), client, null),
    );
  });

  it('never hide a reason code: it is shown to a person at least', async () => {
    const model = await openClientModels(book).of('acme');
    const text = `${labelTexts(1)[0]} Chargeback, Visa reason code 10.4.`;
    expect(read(text, null).reasonCode).toMatchObject({ code: '10.4' });
    expect(read(text, model).outcome).not.toBe('leave');
    const features = featuresOf(labels[0]?.text ?? example('x', null).text);
    const common = { score: 0.55, type: 'chargeback', isCertain: true } as const;
    if (!model) throw new Error('a model was trained');
    expect(correctReading(model, features, common, defaultThresholds)).toEqual({
      score: defaultThresholds.reviewAt,
      type: 'chargeback',
    });
  });

  it('say in the reasons that they changed the score, in no customer’s words', async () => {
    const model = await openClientModels(book).of('acme');
    const { reasons } = read(labelTexts(1, 7)[0] ?? '', model);
    expect(reasons.at(-1)).toMatch(/^corrections of this client: 0\.\d\d became 0\.\d\d$/);
  });

  it('are the same model whatever order they come in', async () => {
    const again = memoryBook({
      acme: { corrections: labels.toReversed(), agreements: agreed.toReversed() },
    });
    await trainClient(again.tools, 'acme');
    expect(again.models.get('acme')?.weights).toEqual((await book.model('acme'))?.weights);
  });

  it('of one client never change how another client’s texts are read', async () => {
    const both = memoryBook({
      acme: { corrections: labels, agreements: agreed },
      globex: { corrections: labels.slice(0, 5) },
    });
    await trainClient(both.tools, 'acme');
    const models = openClientModels(both.book);
    expect(await models.of('acme')).not.toBeNull();
    expect(await models.of('globex')).toBeNull();
    const text = labelTexts(1, 300)[0] ?? '';
    expect(read(text, await models.of('globex'))).toEqual(read(text, null));
  });
});

describe('a corrected type', () => {
  it('is learnt where the texts tell it', async () => {
    const tills = Array.from({ length: 40 }, (_, at) => {
      const what = ['lamp', 'rug', 'tent', 'desk', 'watch', 'boots', 'kettle', 'dress'][at % 8];
      const asks = ['refund the rest', 'I want a refund', 'please refund it', 'my money back'][
        at % 4
      ];
      return `The shelf price of the ${what} was lower than what the till took, ${asks} (${at})`;
    });
    const corrections = tills.map((text) => example(text, 'merchant_error'));
    const { tools, book } = memoryBook({ acme: { corrections } });
    const { comparison, result } = await trainClient(tools, 'acme');
    expect(result).toBe('trained');
    expect(comparison.corrections.before.typeAccuracy).toBeLessThan(0.5);
    expect(comparison.corrections.after.typeAccuracy).toBe(1);
    const model = await openClientModels(book).of('acme');
    const text = 'the shelf price of my sofa was lower than what the till took, please refund me';
    expect(read(text, null).type).toBe('refund');
    expect(read(text, model).type).toBe('merchant_error');
    expect(read(refundTexts(1)[0] ?? '', model).type).toBe('refund');
  });
});

describe('no model is put to use', () => {
  it('of too few corrections: it is said how many are missing', async () => {
    const { tools, book } = memoryBook({ acme: { corrections: labels.slice(0, 12) } });
    expect(await trainClient(tools, 'acme')).toMatchObject({ result: 'too_few', missing: 8 });
    expect(await openClientModels(book).of('acme')).toBeNull();
    expect((await book.model('acme'))?.attempt).toMatchObject({ result: 'too_few' });
  });

  it('that is worse: people who call plain requests no reversal would hide the others', async () => {
    const texts = refundTexts(40);
    const corrections = texts.slice(0, 30).map((text) => example(text, null));
    const agreements = refundTexts(40, 1_000).map((text) => example(text, 'refund', 'agreed'));
    const { tools, book } = memoryBook({ acme: { corrections, agreements } });
    const training = await trainClient(tools, 'acme');
    expect(training).toMatchObject({ result: 'refused' });
    expect(training.version).toBeNull();
    expect(await openClientModels(book).of('acme')).toBeNull();
    const why = training.result === 'refused' ? training.why : '';
    expect((await book.model('acme'))?.attempt).toMatchObject({ result: 'refused', why });
    expect(why).toMatch(/right about|finds|no better/);
  });

  it('that is no better than the one in use: the same corrections train once', async () => {
    const { tools } = memoryBook({ acme: { corrections: labels, agreements: agreed } });
    expect((await trainClient(tools, 'acme')).result).toBe('trained');
    const again = await trainClient(tools, 'acme');
    expect(again).toMatchObject({ result: 'refused', why: expect.stringMatching(/no better/) });
    expect(again.version).toBe(1);
  });

  it('that an erasure overtook: what was read before it is not written after it', async () => {
    const { tools, book, models } = memoryBook({
      acme: { corrections: labels, agreements: agreed },
    });
    const { corrections } = book;
    book.corrections = async (client) => {
      const read = await corrections(client);
      const none = { base: null, weights: null, report: null, madeAt: clock, attempt: null };
      models.set(client, { version: 7, ...none });
      return read;
    };
    expect((await trainClient(tools, 'acme')).result).toBe('overtaken');
    expect(models.get('acme')?.weights).toBeNull();
  });
});

describe('a stored model', () => {
  it('reads back as it was packed, and holds numbers only', async () => {
    const { tools, book } = memoryBook({ acme: { corrections: labels, agreements: agreed } });
    await trainClient(tools, 'acme');
    const weights = (await book.model('acme'))?.weights ?? new Uint8Array();
    const model = unpackModel(weights);
    if (!model) throw new Error('it unpacks');
    expect(packModel(model)).toEqual(new Uint8Array(weights));
    expect(Buffer.from(weights).toString('latin1')).not.toMatch(/label|refund|return/i);
    expect(weights.length).toBeLessThan(500_000);
  });

  it.each([
    ['bytes of another layout', Uint8Array.of(9, 6, 0, 0, 0, 0)],
    ['a cut one', Uint8Array.of(1, 6, 0, 0, 0, 3, 1, 2)],
    ['no bytes', new Uint8Array()],
  ])('is not guessed at: %s', (_what, bytes) => {
    expect(unpackModel(bytes)).toBeNull();
  });

  it('counts no more, from the next text on, once its version changed or its base is another', async () => {
    const { tools, book, models } = memoryBook({
      acme: { corrections: labels, agreements: agreed },
    });
    const inIntake = openClientModels(book);
    expect(await inIntake.of('acme')).toBeNull();
    await trainClient(tools, 'acme');
    expect(await inIntake.of('acme')).not.toBeNull();
    const stored = models.get('acme');
    if (!stored) throw new Error('a model was trained');
    models.set('acme', { ...stored, version: 2, base: null, weights: null });
    expect(await inIntake.of('acme')).toBeNull();
    models.set('acme', { ...stored, version: 3, base: 'another reading' });
    expect(await inIntake.of('acme')).toBeNull();
    models.set('acme', { ...stored, version: 4, base: baseModelName() });
    expect(await inIntake.of('acme')).not.toBeNull();
  });
});

describe('the nightly training', () => {
  it('takes clients with enough corrections and something new only', async () => {
    const byClient = {
      acme: { corrections: labels, agreements: agreed },
      globex: { corrections: labels.slice(0, 3) },
    };
    const { tools } = memoryBook(byClient);
    expect(await clientsWithNews(tools)).toEqual(['acme']);
    await trainClient(tools, 'acme');
    expect(await clientsWithNews(tools)).toEqual([]);
    byClient.acme.corrections = labelTexts(31).map((text) => example(text, null));
    expect(await clientsWithNews(tools)).toEqual(['acme']);
  });
});
