import { expect, it } from 'vitest';
import { isRefusal } from '../../core/reversals/refusal.js';
import type { DeskSpace } from './desk-space.js';
import { newMessage, redacted } from './storage-fixture.js';

/** What bringing communications to an entry by hand promises. */
export function messageGuarantees(space: DeskSpace) {
  const { as, decide, desk, effectsOf, historyOf, logged, payment, told } = space;
  const spoken = (externalId: string, text: string) =>
    newMessage({ externalId, text: redacted(text), sourceItemId: null });

  it('communications brought by hand stand on the entry once, and void nothing', async () => {
    const entry = await logged({ identifiers: [await payment()] });
    const words = [spoken('chat:C1:1', 'charged twice'), spoken('chat:C1:2', 'see the receipt')];
    const add = () => desk().addMessages(as('agent', 'chat_button'), entry.reference, words);
    expect(await add()).toMatchObject({ changed: true, added: 2 });
    expect(await add()).toMatchObject({ changed: false, added: 0 });
    const messages = await desk().messages(as('agent').person, entry.reference);
    expect(isRefusal(messages) ? [] : messages.map((one) => one.text)).toEqual([
      'charged twice',
      'see the receipt',
    ]);
    const lines = (await historyOf(entry)).filter((line) => line.action === 'messages_added');
    expect(lines).toMatchObject([{ facts: { count: 2 } }]);
    expect((await effectsOf(entry)).filter((kind) => kind === 'add_thread_line')).toHaveLength(1);
    expect(await told(decide(as('manager'), entry))).toBe('approved');
  });

  it('whoever brings them asks for it too: four eyes hold', async () => {
    const entry = await logged({ identifiers: [await payment()] });
    await desk().addMessages(as('manager'), entry.reference, [spoken('chat:C1:9', 'seen again')]);
    expect(await told(decide(as('manager'), entry))).toBe('requester_cannot_approve');
    expect(await told(decide(as('second'), entry))).toBe('approved');
  });

  it('nobody brings them to an entry of a client they do not have', async () => {
    const entry = await logged();
    const away = { ...as('agent'), person: { ...as('agent').person, clients: ['globex'] } };
    expect(await desk().addMessages(away, entry.reference, [spoken('chat:C1:3', 'x')])).toEqual({
      refused: 'not_found',
      facts: { reference: entry.reference },
    });
    const messages = await desk().messages(as('agent').person, entry.reference);
    expect(messages).toEqual([]);
  });
}
