import { expect, it } from 'vitest';
import { isSigned } from '../../connectors/hubspot/signature.js';
import { readWebhook } from '../../connectors/hubspot/webhook.js';
import { describeRecorded, readRecorded } from '../support/recorded.js';

type Vector = {
  version: 'v1' | 'v2' | 'v3';
  clientSecret: string;
  method: string;
  url: string;
  body: string;
  timestamp?: string;
  signature: string;
  verified: boolean;
};

const vectors = () => readRecorded('hubspot/signature-vectors.json') as Vector[];
const requestOf = (vector: Vector) => ({
  method: vector.method,
  url: vector.url,
  rawBody: Buffer.from(vector.body),
  timestamp: vector.timestamp ?? '',
});

describeRecorded('recorded HubSpot signatures', () => {
  it('are of all three ways, v3 from two clients', () => {
    expect(vectors().map(({ version }) => version)).toEqual(['v3', 'v3', 'v1', 'v2', 'v2']);
  });

  it('each is accepted; with another byte, address, time or secret none is', () => {
    for (const vector of vectors()) {
      const { version, clientSecret, signature } = vector;
      const request = requestOf(vector);
      const check = (change: Partial<typeof request>, secret = clientSecret) =>
        isSigned(version, secret, { ...request, ...change }, signature);
      expect(check({})).toBe(vector.verified);
      expect(check({ rawBody: Buffer.from(`${vector.body} `) })).toBe(false);
      expect(check({}, `${clientSecret}x`)).toBe(false);
      expect(isSigned(version, clientSecret, request, '')).toBe(false);
      expect(isSigned(version, clientSecret, request, signature.slice(0, -2))).toBe(false);
      // v1 covers the body only, v2 no time.
      expect(check({ url: `${vector.url}x` })).toBe(version === 'v1');
      expect(check({ method: 'PUT' })).toBe(version === 'v1');
      expect(check({ timestamp: '1693657560001' })).toBe(version !== 'v3');
    }
  });

  it('v3 counts for five minutes either way, and its body is no list of events', () => {
    const vector = vectors()[0];
    if (!vector?.timestamp) throw new Error('the first vector has no time');
    const sentMs = Number(vector.timestamp);
    const read = (receivedMs: number) =>
      readWebhook(
        {
          secret: vector.clientSecret,
          olderSignatures: false,
          statusProperty: 'reversal_hub_status',
        },
        {
          method: vector.method,
          urls: ['https://another.example/', vector.url],
          headers: {
            'x-hubspot-signature-v3': vector.signature,
            'x-hubspot-request-timestamp': vector.timestamp,
          },
          rawBody: Buffer.from(vector.body),
          receivedAt: new Date(receivedMs),
        },
      );
    const refused = (why: string) => ({ accepted: false, why });
    expect(read(sentMs)).toEqual(refused('unreadable'));
    expect(read(sentMs + 300_000)).toEqual(refused('unreadable'));
    expect(read(sentMs + 300_001)).toEqual(refused('stale'));
    expect(read(sentMs - 300_001)).toEqual(refused('stale'));
  });
});
