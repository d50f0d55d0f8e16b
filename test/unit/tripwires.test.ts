import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { GuardedClient } from '../../bot/announce/guarded-client.js';
import { takeInTime } from '../../bot/receiving/take-in-time.js';
import { blockedWords, wordsOf } from '../../bot/receiving/tell.js';
import { AnnouncerError } from '../../core/index.js';
import { holdsCardData } from '../../core/intake/holds-card-data.js';
import { findCardData } from '../../core/intake/redact.js';
import { guardedSink } from '../../core/operations/guarded-sink.js';
import { openTelemetry } from '../../core/telemetry/telemetry.js';

const tripwire = (text: string) => findCardData(text).length > 0;
const holds = (payload: unknown) => holdsCardData(payload, tripwire);
const card = '4111 1111 1111 1111';

describe('chat', () => {
  test.each<{ what: string; payload: Record<string, unknown> }>([
    { what: 'a text', payload: { channel: 'C1', text: `paid with ${card}` } },
    { what: 'a block', payload: { blocks: [{ type: 'section', text: { text: card } }] } },
    { what: 'a button', payload: { blocks: [{ elements: [{ value: `{"w":"${card}"}` }] }] } },
    { what: 'a form', payload: { view: { blocks: [], private_metadata: card } } },
    { what: 'metadata', payload: { metadata: { event_payload: { part: card } } } },
    { what: 'a number', payload: { amount: 4_111_111_111_111_111 } },
  ])(
    '$what with a card number is given up at once, counted, and sent nowhere',
    async ({ payload }) => {
      const counted: string[] = [];
      const telemetry = {
        count: (name: string, labels = {}) =>
          void counted.push(`${name} ${JSON.stringify(labels)}`),
        warn: () => undefined,
      };
      // An address that nobody listens on: a call that went out would fail in another way.
      const client = new GuardedClient(
        'xoxb',
        { slackApiUrl: 'http://127.0.0.1:1/' },
        { holdsCardData: holds, telemetry },
      );
      await expect(client.apiCall('chat.postMessage', payload)).rejects.toEqual(
        new AnnouncerError('give_up', 'card_data_blocked'),
      );
      await expect(client.chat.postMessage({ channel: 'C1', text: card })).rejects.toBeInstanceOf(
        AnnouncerError,
      );
      expect(counted).toEqual(['tripwire {"exit":"chat"}', 'tripwire {"exit":"chat"}']);
    },
  );

  test('times of messages, hashes and ids are let through', () => {
    expect(
      holds({ ts: '1732310400.123456', thread_ts: '1799999999.000100', channel: 'C0ACME' }),
    ).toBe(false);
    expect(
      holds({
        value: JSON.stringify({ r: 'RV-000001', h: '4111111111111111'.repeat(3).padEnd(64, 'a') }),
      }),
    ).toBe(false);
  });

  test('the asker hears that an answer was stopped, and what to do', async () => {
    const telemetry = { count: () => undefined, warn: () => undefined };
    expect(wordsOf({ holdsCardData: holds, telemetry }, { text: card })).toEqual({
      text: blockedWords,
    });
    const told: string[] = [];
    const work = () => Promise.reject(new AnnouncerError('give_up', 'card_data_blocked'));
    await takeInTime(work, async ({ text }) => void told.push(text), telemetry);
    expect(told).toEqual([blockedWords]);
  });
});

test('a diagnostic line or label with a card number is written without it, and counted', async () => {
  const destination = new PassThrough();
  const telemetry = openTelemetry({ level: 'info', destination, tripwire });
  telemetry.warn('odd', { reference: card, code: 'x' });
  telemetry.count('chat_command', { name: card, result: 'done' });
  const line = String(destination.read());
  expect(line).not.toContain('4111');
  expect(JSON.parse(line)).toMatchObject({ reference: '[blocked]', code: 'x', msg: 'odd' });
  const metrics = await telemetry.metrics();
  expect(metrics).not.toContain('4111 1111');
  expect(metrics).toContain('hub_tripwire_total{exit="telemetry"} 2');
});

describe('command-line output', () => {
  test.each<{ written: string; left: string; held: number }>([
    { written: 'one\ntwo\n', left: 'one\ntwo\n', held: 0 },
    { written: `one\n{"text":"${card}"}\ntwo\n`, left: 'one\ntwo\n', held: 1 },
    { written: '4111 1111\n1111 1111\n', left: '', held: 1 },
    { written: '{"score":0.4111111111111111}\n', left: '{"score":0.4111111111111111}\n', held: 0 },
  ])('$written', async ({ written, left, held }) => {
    const out: string[] = [];
    let blocked = 0;
    const sink = guardedSink({ write: async (text) => void out.push(text) }, tripwire, () => {
      blocked += 1;
    });
    await sink.write(written);
    expect({ out: out.join(''), blocked }).toEqual({ out: left, blocked: held });
  });
});
