import { describe, expect, test } from 'vitest';
import { CommitFirstSocketReceiver } from '../../../bot/receiving/socket-receiver.js';
import { createOnce, createRepeatKeys, takeInTime } from '../../../bot/receiving/take-in-time.js';
import { asWritten } from '../../../bot/receiving/written.js';
import { isNamedIn } from '../../../bot/which-client/which-client.js';
import { acme } from './reversal-builder.js';

const telemetry = { count: () => undefined, warn: () => undefined };

describe('work after the acknowledgement', () => {
  test('late work is told as not taken, then how it ended', async () => {
    const told: string[] = [];
    let finish: () => void = () => undefined;
    const work = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const running = takeInTime(
      async () => {
        await work;
        return { text: 'Logged as RV-000001.' };
      },
      async (answer) => {
        told.push(answer.text);
        finish();
      },
      telemetry,
      5,
    );
    expect(await running).toBe('late');
    expect(told).toEqual([
      expect.stringContaining('Not taken yet'),
      'The late answer: Logged as RV-000001.',
    ]);
  });

  test('failed work is told as not taken', async () => {
    const told: string[] = [];
    const how = await takeInTime(
      () => Promise.reject(new Error('away')),
      async (answer) => {
        told.push(answer.text);
      },
      telemetry,
    );
    expect([how, told]).toEqual(['failed', [expect.stringContaining('Not taken')]]);
  });

  test('the same words tried again after trouble keep their key; after success they do not', () => {
    const keys = createRepeatKeys(() => new Date(0));
    const first = keys.keyFor('U1', 'log 5 USD', 'one');
    keys.ended('U1', 'log 5 USD', first, 'failed');
    expect(keys.keyFor('U1', 'log 5 USD', 'two')).toBe('one');
    // Also while the first is still under way.
    expect(keys.keyFor('U9', 'log 6 USD', 'six')).toBe('six');
    expect(keys.keyFor('U9', 'log 6 USD', 'seven')).toBe('six');
    expect(keys.keyFor('U2', 'log 5 USD', 'three')).toBe('three');
    keys.ended('U1', 'log 5 USD', first, 'in_time');
    expect(keys.keyFor('U1', 'log 5 USD', 'four')).toBe('four');
  });

  test('what was told is not told again, and memory stays bounded', () => {
    const once = createOnce(2);
    expect([once('a'), once('a'), once('b'), once('c'), once('a')]).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('Socket Mode', () => {
  async function deliver(
    processEvent: (event: { ack: (answer?: unknown) => Promise<void> }) => Promise<void>,
  ) {
    const silent = () => undefined;
    const logger = {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      getLevel: () => 'error',
      setName: silent,
    };
    const receiver = new CommitFirstSocketReceiver({
      appToken: 'xapp-test',
      logger: logger as never,
    });
    receiver.init({ processEvent } as never);
    const acked: unknown[] = [];
    const { app } = receiver as unknown as { app: { processEvent(event: unknown): Promise<void> } };
    const ending = await app
      .processEvent({ body: {}, ack: async (answer?: unknown) => void acked.push(answer) })
      .then(
        () => 'done',
        () => 'failed',
      );
    return { acked, ending };
  }

  test('an envelope is acknowledged only after the work behind it', async () => {
    let committed = false;
    const { acked } = await deliver(async (event) => {
      await event.ack('answer');
      committed = true;
    });
    expect([committed, acked]).toEqual([true, ['answer']]);
  });

  test('failed work leaves it unacknowledged, so that Slack delivers it again', async () => {
    const { acked, ending } = await deliver(async (event) => {
      await event.ack();
      throw new Error('the database is away');
    });
    expect([ending, acked]).toEqual(['failed', []]);
  });
});

test.each([
  ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
  ['<https://x.example/1|label> &amp; &lt;b&gt;', 'label & <b>'],
  ['<@U123> <!channel>', '<@U123> <!channel>'],
])('text is read as it was written: %s', (text, written) => {
  expect(asWritten(text)).toBe(written);
});

test.each([
  ['refund for acme please', true],
  ['refund for Acme Store', true],
  ['refund for acmex', false],
  ['customer@acme.example', false],
  ['nothing named', false],
])('a client is named by whole words only: %s', (text, named) => {
  expect(isNamedIn(text, acme)).toBe(named);
});
