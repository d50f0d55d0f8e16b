import type { types } from '@slack/bolt';
import { isRefusal, type Person, type Reversal } from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { actionIds, button, valueFor } from '../cards/buttons.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import { type Block, limits } from '../cards/limits.js';
import { dateFor, link, oneLine } from '../cards/mrkdwn.js';
import { strangerWords } from '../who/who-speaks.js';
import { statusWords } from '../words/names.js';

/** Fits twice within a view's blocks, and on a phone. */
const shown = 15;

/** App Home: what waits for a decision, and what is mine. */
export async function homeView(tools: BotTools, person: Person | null): Promise<types.HomeView> {
  if (!person) return { type: 'home', blocks: [section(strangerWords)] };
  const waiting = await tools.desk.find(person, { status: 'pending_approval' }, shown, null);
  const mine = await tools.desk.find(person, { agent: person.email }, shown, null);
  const open = isRefusal(waiting) ? [] : waiting.items.filter((one) => !asked(one, person));
  const own = isRefusal(mine)
    ? []
    : mine.items.filter((one) => !['completed', 'rejected', 'cancelled'].includes(one.status));
  const blocks: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: 'Waiting for a decision' } },
    ...entries(open, 'Nothing waits. Well done.'),
    { type: 'header', text: { type: 'plain_text', text: 'My queue' } },
    ...entries(own, 'Nothing of yours is open.'),
    note(`${link(tools.publicUrl, 'Dashboard')} · \`/reversal help\` shows what can be written`),
  ];
  return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) };
}

/** Four eyes: what one asked for oneself waits for somebody else. */
function asked(reversal: Reversal, person: Person): boolean {
  return (
    reversal.loggedBy?.id === person.id ||
    reversal.requesters.some((requester) => requester.person?.id === person.id)
  );
}

function entries(reversals: readonly Reversal[], none: string): Block[] {
  if (reversals.length === 0) return [note(none)];
  return reversals.map((reversal) => ({
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: `${lineOf(reversal)} · ${statusWords(reversal)}${reversal.dueAt ? ` · due ${dateFor(reversal.dueAt)}` : ''}\n${oneLine(reversal.reason ?? '', 120)}`.trimEnd(),
    },
    accessory: button(actionIds.openEntry, 'Open', valueFor(reversal)),
  }));
}
