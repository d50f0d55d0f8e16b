import { describe, expect, it } from 'vitest';
import { idsOf, writeNote } from './calls.js';
import { retelling, told } from './retelling.js';
import { jane, zendeskUnderTest } from './zendesk-under-test.js';

const account = zendeskUnderTest();
const since = new Date(0);
const noRecord = () => told(404, { error: 'RecordNotFound', description: 'Not found' });
const noCall = () => told(404, { error: 'InvalidEndpoint', description: 'Not found' });

type Rows = { tickets: Record<string, unknown>[] };

describe('the export, told in another form', () => {
  it('a row without an id is put aside, and the page goes on', async () => {
    const ids = [account.far.createItem('One'), account.far.createItem('Two')];
    account.far.settle();
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!url.pathname.includes('/incremental/')) return undefined;
        const { tickets, ...rest } = answer as Rows;
        return { ...rest, tickets: [null, { subject: 'x' }, ...tickets, 'seven'] };
      }),
    );
    const page = await connection.listChanges(null, since);
    expect(idsOf(page.references)).toEqual(ids);
    expect(page.unreadable).toEqual([null, { subject: 'x' }, 'seven']);
    expect(page.hasMore).toBe(false);
  });

  it('a row with an id in text, and times that no date holds, is listed as changed now', async () => {
    const id = account.far.createItem('One');
    account.far.settle();
    const row = { id, updated_at: 'yesterday', generated_timestamp: 1e300 };
    const connection = account.open(
      {},
      retelling(({ url }, answer) =>
        url.pathname.includes('/incremental/')
          ? { ...(answer as Rows), tickets: [row] }
          : undefined,
      ),
    );
    const page = await connection.listChanges(null, since);
    expect(page.references).toEqual([
      { externalId: id, updatedAt: new Date(account.far.clock.ms) },
    ]);
  });

  it('is asked for with `per_page` alone, which is what the vendor documents', async () => {
    const asked: URLSearchParams[] = [];
    const connection = account.open(
      {},
      retelling(({ url }) => void asked.push(url.searchParams)),
    );
    await connection.listChanges(null, since);
    expect(asked.map((search) => [...search.keys()].toSorted())).toEqual([
      ['per_page', 'start_time'],
    ]);
  });
});

describe('an account that has not every call', () => {
  const lacking = (pattern: RegExp, answer: () => Response) =>
    account.open(
      {},
      retelling(({ url }) => (pattern.test(url.pathname) ? answer() : undefined)),
    );

  it.each([
    ['is not found', noRecord],
    ['is no endpoint', noCall],
  ])('users/show_many %s: each writer is asked for by itself', async (_name, answer) => {
    const bob = account.far.control.addAgent({ name: 'Bob', email: 'bob@northwind.example' });
    const id = account.far.createItem('Charged twice');
    account.far.control.addComment(Number(id), { body: 'I ask', authorId: bob.id });
    const connection = account.open(
      {},
      retelling(({ url }, answered) => {
        if (url.pathname.includes('/users/show_many')) return answer();
        // Without what is beside them, so that people must be asked for.
        return answered && 'users' in (answered as object)
          ? { ...(answered as object), users: [] }
          : undefined;
      }),
    );
    const item = await connection.fetchItem(id);
    expect(item?.writers).toEqual([{ name: 'Bob', email: 'bob@northwind.example' }]);
    expect(item?.customer.email).toBe(jane.email);
  });

  it.each([
    ['is not found', noRecord],
    ['is no endpoint', noCall],
  ])('tags %s: they are written with the ticket, and nobody else’s is lost', async (_n, answer) => {
    const id = account.far.createItem('Charged twice');
    account.far.setTags(id, ['vip', 'reversal_pending']);
    account.far.clock.ms += 60_000;
    const connection = lacking(/\/tickets\/\d+\/tags/, answer);
    expect(await writeNote(connection, id)).toBe('written');
    expect([...account.far.tagsOf(id)].toSorted()).toEqual(['reversal_approved', 'vip']);
    expect(account.far.notesOf(id)).toHaveLength(1);
    expect(await writeNote(connection, id)).toBe('already_there');
  });

  it('tickets/show_many is no endpoint: each ticket is fetched by itself', async () => {
    const ids = [account.far.createItem('One'), account.far.createItem('Two')];
    const connection = lacking(/\/tickets\/show_many/, noCall);
    const fetch = await connection.fetchTogether?.(ids);
    expect((await fetch?.(ids[1] ?? ''))?.subject).toBe('Two');
  });
});

describe('a conversation, told in another form', () => {
  it('pages by number (`next_page`) are followed to the end', async () => {
    const id = account.far.createItem('First');
    for (const text of ['Second', 'Third', 'Fourth', 'Fifth']) account.far.changeItem(id, text);
    const connection = account.open({}, async (input, init) => {
      const url = new URL(String(input));
      if (!url.pathname.endsWith('/comments.json')) return fetch(input, init);
      const page = Number(url.searchParams.get('page') ?? 1);
      const whole = (await (await fetch(new URL('?', url), init)).json()) as {
        comments: unknown[];
      };
      const next = new URL(`?page=${page + 1}`, url).toString();
      return told(200, {
        comments: whole.comments.slice((page - 1) * 2, page * 2),
        next_page: page * 2 < whole.comments.length ? next : null,
        count: whole.comments.length,
      });
    });
    const texts = (await connection.fetchItem(id))?.messages.map(({ text }) => text);
    expect(texts).toEqual(['First', 'Second', 'Third', 'Fourth', 'Fifth']);
  });

  it('nobody named as author: the first words are the requester’s, later ones count as staff’s', async () => {
    const id = account.far.createItem('I was charged twice');
    account.far.changeItem(id, 'Somebody answers');
    const connection = account.open(
      {},
      retelling(({ url }, answer) => {
        if (!url.pathname.endsWith('/comments.json')) return undefined;
        const { comments, ...rest } = answer as { comments: object[] };
        return { ...rest, comments: comments.map((one) => ({ ...one, author_id: null })) };
      }),
    );
    const item = await connection.fetchItem(id);
    expect(item?.messages.map(({ author }) => author)).toEqual(['customer', 'agent']);
    expect(item?.writers).toEqual([{ name: null, email: null }]);
  });

  it('somebody who cannot be read spoils no ticket, and counts as unknown', async () => {
    const id = account.far.createItem('I was charged twice');
    const connection = account.open(
      {},
      retelling((_asked, answer) =>
        answer && 'users' in (answer as object)
          ? { ...(answer as object), users: [{ id: 'seven' }, null] }
          : undefined,
      ),
    );
    expect((await connection.fetchItem(id))?.messages).toHaveLength(1);
  });

  it.each([undefined, 'text/plain; charset=utf-8'])(
    'JSON that is sent as %s is read',
    async (type) => {
      const id = account.far.createItem('I was charged twice');
      const connection = account.open({}, async (input, init) => {
        const answer = await fetch(input, init);
        const bytes = await answer.arrayBuffer();
        return new Response(bytes, {
          status: answer.status,
          headers: type === undefined ? {} : { 'Content-Type': type },
        });
      });
      expect((await connection.fetchItem(id))?.messages).toHaveLength(1);
      expect(await connection.fetchItem('987654321')).toBeNull();
    },
  );
});
