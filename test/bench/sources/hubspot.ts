import express from 'express';
import { createHubSpotStandIn } from '../../support/stand-ins/hubspot/stand-in.js';
import { type BareRun, type BenchSource, beginsAtMs, partsOf, textOf } from './bench-source.js';

const accessToken = 'pat-eu1-bench';
/** Vendor maxima: of a search page, a batch of associations, and a batch of records. */
const searchMax = 200;
const associationsMax = 1_000;
const batchMax = 100;
/** Five searches a second for the whole account (CRM search, "Limitations"). */
const msPerSearch = 200;
const hung = ['contacts', 'emails', 'notes', 'calls', 'communications'] as const;

/** Tickets with their customer, the customer's mail and an agent's answer; a note on one in five. */
export const hubspotSource: BenchSource = {
  connectorId: 'hubspot',
  // The smallest plans' (usage guidelines), and what the stand-in tells with every answer, as an
  // Enterprise account is told.
  limits: [
    {
      words: '100 requests in ten seconds',
      msPerPoint: 100,
      msPerSearch,
      settings: { requests: 100, searches: 5 },
      items: 9_000,
    },
    { words: '190 requests in ten seconds', msPerPoint: 10_000 / 190, msPerSearch, items: 9_000 },
  ],
  // One search cannot page past 10,000, and the bare client asks one.
  items: 9_000,
  unlimited: { requests: 10_000_000, searches: 10_000_000 },
  settings: (url) => ({ baseUrl: url, accessToken }),
  account(items) {
    let nowMs: number | null = beginsAtMs;
    const standIn = createHubSpotStandIn({
      accessToken,
      now: () => new Date(nowMs ?? Date.now()),
      rateLimit: false,
    });
    const { state } = standIn;
    const agent = state.addOwner({ name: 'Ada Agent', email: 'ada@acme.example' });
    for (let index = 0; index < items; index += 1) {
      nowMs = beginsAtMs + index;
      const contact = { name: `Customer ${index}`, email: `customer-${index}@example.com` };
      const { id } = state.createTicket({
        subject: `Ticket ${index}`,
        content: textOf(index),
        contact,
        owner: agent,
      });
      state.addEmail(id, { from: contact, subject: `Ticket ${index}`, text: textOf(index) });
      state.addEmail(id, { direction: 'EMAIL', owner: agent, text: 'We are looking into it.' });
      if (index % 5 === 0) state.addNote(id, '<p>Called back, nobody answered.</p>', agent);
    }
    nowMs = null;
    return express().use(standIn.router);
  },
  async readBare(run) {
    const ask = asking(run);
    let read = 0;
    let after: string | undefined;
    let ids: string[] = [];
    while (!run.isOver()) {
      const page = await ask('/crm/v3/objects/tickets/search', {
        filterGroups: [
          {
            filters: [
              { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(beginsAtMs) },
            ],
          },
        ],
        sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
        properties: ['hs_lastmodifieddate'],
        limit: searchMax,
        ...(after && { after }),
      });
      ids.push(...page.results.map(({ id }) => id as string));
      after = page.paging?.next?.after;
      if (ids.length < associationsMax && after !== undefined) continue;
      await readTickets(ask, ids);
      read += ids.length;
      if (after === undefined) break;
      ids = [];
    }
    return read;
  },
};

type Answer = {
  results: Record<string, unknown>[];
  paging?: { next?: { after: string } };
};
type Ask = (path: string, body: object) => Promise<Answer>;

function asking({ url, turn }: BareRun): Ask {
  return async (path, body) => {
    await turn(1, path.endsWith('/search'));
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Answer;
  };
}

async function readTickets(ask: Ask, ids: readonly string[]): Promise<void> {
  await readRecords(ask, 'tickets', ids);
  await Promise.all(
    hung.map(async (type) => {
      const inputs = ids.map((id) => ({ id }));
      const { results } = await ask(`/crm/v4/associations/tickets/${type}/batch/read`, { inputs });
      const on = results.flatMap(({ to }) => to as { toObjectId: number }[]);
      await readRecords(
        ask,
        type,
        on.map(({ toObjectId }) => String(toObjectId)),
      );
    }),
  );
}

async function readRecords(ask: Ask, type: string, ids: readonly string[]): Promise<void> {
  const properties = ['subject', 'content', 'hs_email_text', 'hs_note_body', 'email'];
  await Promise.all(
    partsOf(ids, batchMax).map((part) => {
      const inputs = part.map((id) => ({ id }));
      const body = { inputs, properties, propertiesWithHistory: [] };
      return ask(`/crm/v3/objects/${type}/batch/read`, body);
    }),
  );
}
