import { describe, expect, it, vi } from 'vitest';
import type { Training } from '../../../core/intake/learning/learn.js';
import type { ErasureResult, SubjectRequest } from '../../../core/privacy/subject-rights.js';
import { clean, reversal } from '../bot/reversal-builder.js';
import { command, fakeParts, manager, noon } from './command-run.js';

const erased: ErasureResult = {
  result: 'erased',
  references: ['RV-000001', 'RV-000002'],
  keys: 1,
  examples: 3,
  leftovers: [
    {
      kind: 'source_item',
      reference: 'RV-000001',
      connection: 'acme-zendesk',
      externalId: '35436',
      url: 'https://acme.zendesk.com/agent/tickets/35436',
    },
    { kind: 'chat_message', reference: 'RV-000001', channel: 'C0ACME', message: '1.2' },
  ],
};

function partsOf(result: ErasureResult = erased) {
  const parts = fakeParts();
  const erase = vi.fn(async (_request: SubjectRequest) => result);
  const train = vi.fn(async () => ({ result: 'too_few', version: null }) as unknown as Training);
  parts.subjectRights = { ...parts.subjectRights, erase };
  parts.learning = { ...parts.learning, train };
  return { parts, erase, train };
}

describe('hub subject erase', () => {
  it('erases at the named client, trains its model anew, and prints what it cannot delete', async () => {
    const { parts, erase, train } = partsOf();
    const line = `subject erase Jane@Example.com --client acme --instruction T-77 --by ${manager.email}`;
    const run = await command(line, { parts });
    expect(run.code).toBe(0);
    const by = { byPersonId: manager.id, at: noon };
    expect(erase.mock.calls).toEqual([
      [{ clientId: 'acme', email: 'jane@example.com', instruction: 'T-77', ...by }],
    ]);
    expect(train.mock.calls).toEqual([['acme']]);
    expect(run.out.trim().split('\n')).toEqual([
      'RV-000001  item 35436 at acme-zendesk  https://acme.zendesk.com/agent/tickets/35436',
      "RV-000001  somebody's message 1.2 in C0ACME",
    ]);
    expect(run.err).toContain(
      'Keys destroyed: 1; examples deleted: 3; entries that stay: RV-000001, RV-000002',
    );
    expect(run.err).not.toContain('example.com');
  });

  it('prints it as one JSON object that names client and instruction', async () => {
    const { parts } = partsOf();
    const run = await command('subject erase j@x.example --client acme --json', { parts });
    expect(JSON.parse(run.out)).toMatchObject({
      client: 'acme',
      instruction: null,
      ...erased,
      model: { result: 'too_few', version: null },
    });
  });

  it('tells the ground of a hold and until when, and trains nothing', async () => {
    const until = new Date('2026-06-01T00:00:00Z');
    const holds = [{ reference: 'RV-000009', ground: '17(3)(e)', until }] as const;
    const { parts, train } = partsOf({ result: 'held', holds });
    const run = await command('subject erase j@x.example --client acme', { parts });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toMatch(/17\(3\)\(e\)[\s\S]*RV-000009: an open dispute.*2026-06-01/);
    expect(train).not.toHaveBeenCalled();
  });

  it('says where nobody is held', async () => {
    const { parts } = partsOf({ result: 'nobody' });
    const run = await command('subject erase j@x.example --client acme', { parts });
    expect(run).toMatchObject({ code: 1, out: '' });
    expect(run.err).toContain('Nobody with this e-mail is held for acme');
  });

  it.each([
    ['no e-mail', 'jane --client acme', /e-mail address/],
    ['no client', 'j@x.example', /--client wants one of acme/],
    ['another client', 'j@x.example --client acne', /Did you mean acme/],
    [
      'an e-mail in the instruction',
      'j@x.example --client acme --instruction j@x.example',
      /kept for ever/,
    ],
    [
      'the name in the instruction',
      'jane.doe@x.example --client acme --instruction Doe-wants-it',
      /kept for ever/,
    ],
    [
      'a card in the instruction',
      'j@x.example --client acme --instruction 4242424242424242',
      /kept for ever/,
    ],
    ['a stranger who does it', 'j@x.example --client acme --by nobody@x.example', /Nobody here/],
  ])('asks for what is missing and erases nothing: %s', async (_what, rest, told) => {
    const { parts, erase } = partsOf();
    const run = await command(`subject erase ${rest}`, { parts });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(told);
    expect(erase).not.toHaveBeenCalled();
  });
});

describe('hub subject export', () => {
  it('prints the person’s data at the client, without the names of agents', async () => {
    const entry = reversal({ customer: { email: 'j@x.example', name: 'Jane' } });
    const draft = {
      fields: { reason: clean('jane asks again') },
      messages: [],
      savedAt: noon,
      expiresAt: noon,
    };
    const parts = fakeParts();
    parts.subjectRights = {
      ...parts.subjectRights,
      findForExport: async () => ({
        customer: entry.customer,
        reversalIds: [entry.id],
        drafts: [draft],
      }),
    };
    parts.reversals = {
      byId: async (id) => (id === entry.id ? entry : null),
      messages: async () => [],
      history: async () => [
        {
          sequence: 1,
          at: noon,
          actor: 'First Agent',
          surface: 'rest',
          action: 'logged',
          facts: {},
          values: { reason: 'broken', requesters: 'First Agent' },
          hash: 'x',
        },
      ],
    };
    const run = await command('subject export j@x.example --client acme --instruction T-78', {
      parts,
    });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      drafts: [{ fields: { reason: 'jane asks again' }, messages: [] }],
      client: 'acme',
      instruction: 'T-78',
      customer: { email: 'j@x.example', name: 'Jane' },
      entries: [
        {
          reference: entry.reference,
          history: [{ action: 'logged', values: { reason: 'broken' } }],
        },
      ],
    });
    expect(run.out).not.toContain('First Agent');
  });

  it('says where nobody is held', async () => {
    const run = await command('subject export j@x.example --client acme');
    expect(run).toMatchObject({ code: 1, out: '' });
  });
});
