import type { types } from '@slack/bolt';
import {
  type EntryList,
  localeOf,
  type Person,
  type Reversal,
  type TimeAway,
} from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { actionIds, button, valueFor } from '../cards/buttons.js';
import { actionsOf } from '../cards/card-blocks.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { dateFor, link, oneLine } from '../cards/mrkdwn.js';
import { timeAwayWords } from '../hand-over/hand-over.js';
import { draftBlocks } from '../log-reversal/log-draft.js';
import { noticeMenus } from '../notify/choose-notices.js';
import { waitingWords } from '../notify/waiting-message.js';
import { strangerWords } from '../who/who-speaks.js';
import { statusWords } from '../words/names.js';
import { workButton } from '../work-queue/work-queue.js';

/** Lines of each list: three lists with their heads stay far within a view's blocks, and a phone. */
const shown = 10;
/** Drafts take two blocks each, and a week takes them away. */
const draftsShown = 5;
const awayShown = 3;
const dueSoonMs = 3 * 86_400_000;

/** App Home: what waits for me, what is due soon, what is mine, and what I want to hear. */
export async function homeView(
  tools: Pick<BotTools, 'desk' | 'drafts' | 'people' | 'reading' | 'publicUrl' | 'now'>,
  person: Person | null,
): Promise<types.HomeView> {
  if (!person) return { type: 'home', blocks: [section(strangerWords)] };
  const { desk, people } = tools;
  const [clients, queue, due, own, notice, drafts, away] = await Promise.all([
    desk.clients(person),
    desk.queueOf(person),
    desk.dueBy(person, new Date(tools.now().getTime() + dueSoonMs), shown),
    desk.workOf(person, shown),
    people.noticeOf(person.id),
    tools.drafts.of(person, tools.now()),
    desk.delegationsOf(person),
  ]);
  const { entries, isWhole } = queue;
  const sight: Sight = {
    now: tools.now(),
    locale: localeOf(person),
    // Whoever works for one client alone knows whose it is.
    names: new Map(clients.length > 1 ? clients.map(({ id, name }) => [id, name]) : []),
  };
  const log = button('home:log', 'Log a reversal', 'log');
  const blocks: Block[] = [
    actionsOf(entries.length > 0 ? [workButton(), log] : [log], 'home_start'),
    ...away.slice(0, awayShown).map((one) => note(`Decides while away: ${timeAwayWords(one)}`)),
    ...list(
      sight,
      entries.length > 0 ? waitingWords({ count: entries.length, isWhole }) : 'Waiting for me',
      { items: entries.slice(0, shown), total: entries.length },
      'Nothing waits for you. Well done.',
    ),
    ...list(sight, 'Due in three days', due, 'Nothing is due soon.'),
    ...list(sight, 'My queue', own, 'Nothing of yours is open.'),
    ...(drafts.length > 0 ? [header('Drafts, not logged yet')] : []),
    ...drafts
      .slice(0, draftsShown)
      .flatMap((draft) => draftBlocks(tools, clients, draft, sight.locale)),
    ...awayBlocks(away),
    header('What I hear'),
    { type: 'actions', block_id: 'home_notices', elements: noticeMenus(notice) },
    note(`${link(tools.publicUrl, 'Dashboard')} · \`/reversal help\` shows what can be written`),
  ];
  return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) };
}

/** Who decides for whom on which days; nothing where nobody does. */
function awayBlocks(away: readonly TimeAway[]): Block[] {
  if (away.length === 0) return [];
  const lines = away
    .slice(0, shown)
    .map(
      ({ standIn, person, firstDay, lastDay }) =>
        `• ${oneLine(standIn, 60)} decides for ${oneLine(person, 60)}, ${firstDay === lastDay ? `on ${firstDay}` : `${firstDay} to ${lastDay}`}`,
    );
  return [header('Away'), section(lines.join('\n'))];
}

const header = (text: string): Block => ({
  type: 'header',
  text: { type: 'plain_text', text: clip(text, limits.headerText) },
});

/** When it is looked at, by whom, and what clients are called where there are several. */
type Sight = { now: Date; locale: string; names: ReadonlyMap<string, string> };

function list(sight: Sight, title: string, { items, total }: EntryList, none: string): Block[] {
  if (items.length === 0) return [header(title), note(none)];
  const rest = total - items.length;
  return [
    header(title),
    ...items.map((reversal) => entryBlock(sight, reversal)),
    ...(rest > 0 ? [note(`and ${rest} more on the dashboard`)] : []),
  ];
}

function entryBlock({ now, locale, names }: Sight, reversal: Reversal): Block {
  const { dueAt } = reversal;
  const client = names.get(reversal.clientId);
  const late = dueAt !== null && dueAt < now;
  const due = dueAt ? ` · ${late ? ':warning: overdue since' : 'due'} ${dateFor(dueAt)}` : '';
  const place = client ? ` · ${oneLine(client, 60)}` : '';
  // What is there to be decided is what most of them are: the heading says it.
  const standing = reversal.status === 'pending_approval' ? '' : ` · ${statusWords(reversal)}`;
  const text = `${lineOf(reversal, locale)}${place}${standing}${due}\n${oneLine(reversal.reason ?? '', 120)}`;
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: text.trimEnd() },
    accessory: button(actionIds.openEntry, 'Open', valueFor(reversal)),
  };
}
