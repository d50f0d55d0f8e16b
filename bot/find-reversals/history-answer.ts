import { type HistoryLine, isRefusal, visibleHistory } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import { dateFor, link, oneLine } from '../cards/mrkdwn.js';
import { findEntry } from '../show-reversal/find-entry.js';
import { statusWords } from '../words/names.js';
import { refusalWords } from '../words/refusal-words.js';

/** Lines at most: what was decided stands at the end. */
const linesShown = 15;

const actionWords: Readonly<Record<string, string>> = {
  logged: 'logged it',
  confirm: 'confirmed it',
  approve: 'approved it',
  approved_by_policy: 'approved it by policy',
  amount_lowered: 'lowered the amount',
  reject: 'rejected it',
  request_changes: 'asked for changes',
  accept: 'accepted the loss',
  contest: 'chose to contest',
  submit: 'marked the evidence as handed in',
  outcome: 'recorded the outcome',
  next_step: 'chose the next step',
  answer: 'answered it',
  complete: 'marked it completed',
  cancel: 'cancelled it',
  withdraw: 'took the decision back',
  edited: 'changed it',
  assign: 'assigned it',
  note: 'added a note',
  evidence_added: 'added evidence',
  messages_added: 'brought new messages',
  requesters_added: 'added who asked for it',
  step_reminded: 'reminded of it, as its time ran out',
  step_escalated: 'asked others too, as its time ran out',
  step_reassigned: 'asked others instead, as its time ran out',
  step_fallback: 'sent it on, as nobody named may decide it',
  enough_decided: 'noticed that enough decided, as less is asked now',
  rejected_by_policy: 'rejected it by policy',
  handed_over: 'handed it over',
};

/** "Who approved RV-45 and why": who did what, when and with which words, oldest first. */
export async function historyAnswer(
  tools: BotTools,
  asker: Asker,
  reference: string,
): Promise<Answer> {
  const found = await findEntry(tools, asker, reference);
  if ('answer' in found) return found.answer;
  const lines = await tools.desk.history(asker.person, reference);
  if (isRefusal(lines)) return { text: refusalWords(lines) };
  const visible = visibleHistory(asker.person, lines);
  const shown = visible.slice(-linesShown);
  const left = visible.length - shown.length;
  const url = `${tools.publicUrl}/reversals/${found.reversal.reference}`;
  return {
    text: `The history of ${found.reversal.reference}`,
    blocks: [
      section(`${lineOf(found.reversal, asker.locale)} · ${statusWords(found.reversal)}`),
      section(shown.map(historyLine).join('\n')),
      note(
        `${left > 0 ? `${left} earlier lines are ` : 'All of it is '}${link(url, 'on the dashboard')}.`,
      ),
    ],
  };
}

function historyLine(line: HistoryLine): string {
  const what = actionWords[line.action] ?? line.action.replaceAll('_', ' ');
  const reason = line.values?.reason;
  const why = reason ? `: “${oneLine(reason, 160)}”` : '';
  const away = line.values?.standsInFor;
  const standingIn = away ? ` for *${oneLine(away, 60)}*` : '';
  const asks = line.values?.asksNow;
  const asked = asks ? ` (${oneLine(asks.replaceAll('role:', ''), 160)})` : '';
  return `${dateFor(line.at)} · *${oneLine(line.actor, 60)}*${standingIn} ${what}${asked}${why}`;
}
