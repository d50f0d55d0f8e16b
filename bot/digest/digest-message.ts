import { type DayResults, type Digest, formatMoney } from '../../core/index.js';
import { actionsOf, type Card } from '../cards/card-blocks.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import type { Block } from '../cards/limits.js';
import { dateFor, link, plain } from '../cards/mrkdwn.js';
import { waitingWords } from '../notify/waiting-message.js';
import { statusNames, statusWords } from '../words/names.js';
import { workButton } from '../work-queue/work-queue.js';

/** The morning in a few lines: what waits, what is due, what the last working day brought. */
export function digestMessage(
  digest: Digest,
  { now, publicUrl, locale }: { now: () => Date; publicUrl: string; locale: string },
): Card {
  const { waiting, due, results } = digest;
  const parts: string[] = [];
  const blocks: Block[] = [section(`*Your day, ${dayWords(digest.day, locale)}*`)];
  if (waiting.count > 0) {
    parts.push(waitingWords(waiting));
    blocks.push(section(`*${waitingWords(waiting)}*`), actionsOf([workButton()], 'work_queue'));
  }
  if (due.total > 0) {
    const overdue = due.overdue > 0 ? `, ${due.overdue} of them overdue` : '';
    const head = `${due.total} due today${overdue}`;
    parts.push(head);
    const lines = due.items.map((one) => {
      const at = one.dueAt ? dateFor(one.dueAt) : '';
      const late = one.dueAt && one.dueAt < now() ? ':warning: overdue since' : 'due';
      return `• ${lineOf(one, locale)} · ${statusWords(one)} · ${late} ${at}`;
    });
    const rest = due.total - due.items.length;
    if (rest > 0) lines.push(`… and ${rest} more: \`find due today\``);
    blocks.push(section(`*${head}*\n${lines.join('\n')}`));
  }
  if (results && (results.logged > 0 || results.decided.length > 0)) {
    const words = resultWords(results, locale);
    parts.push(`the last working day: ${words}`);
    blocks.push(section(`*The last working day*\n${words}`));
  }
  blocks.push(
    note(
      `${link(publicUrl, 'Dashboard')} · another hour: \`/reversal digest 8\` · none: \`/reversal digest off\``,
    ),
  );
  return { text: `Your day: ${parts.join('; ')}`, blocks };
}

/** `12 logged · 9 approved ($1,200.00) · 2 rejected`. */
function resultWords({ logged, decided }: DayResults, locale: string): string {
  const lines = decided.map(({ status, count, sums }) => {
    const money = sums.map((sum) => plain(formatMoney(sum, locale))).join(' and ');
    return `${count} ${statusNames[status]}${money === '' ? '' : ` (${money})`}`;
  });
  return [`${logged} logged`, ...lines].join(' · ');
}

/** `Monday, March 1`, of a calendar day. */
function dayWords(day: string, locale: string): string {
  const words = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  return plain(words.format(new Date(`${day}T00:00:00Z`)));
}
