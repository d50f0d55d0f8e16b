import {
  isRefusal,
  type Reversal,
  visibleEvidence,
  visibleMessages,
  visibleReversal,
} from '../../core/index.js';
import type { Asker, BotTools } from '../bot-tools.js';
import { actionIds, button, moreButtons, valueFor } from '../cards/buttons.js';
import { actionsOf, chosenWords, voterWords } from '../cards/card-blocks.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { dateFor, link, oneLine, plain } from '../cards/mrkdwn.js';
import { statusWords, typeNames } from '../words/names.js';
import { evidenceBlocks } from './evidence-blocks.js';
import type { ModalView } from './modal.js';
import { modal } from './modal.js';

/** The newest messages are read on a phone; all of them stand on the dashboard. */
const messagesShown = 5;

/** More: messages, votes, evidence, why it was read so, and everything else that can be done now. */
export async function moreView(tools: BotTools, asker: Asker, whole: Reversal): Promise<ModalView> {
  // The merchant's own approver sees no agent data, here as on the dashboard.
  const reversal = visibleReversal(asker.person, whole);
  const all = await tools.desk.messages(asker.person, whole.reference);
  const messages = isRefusal(all) ? all : visibleMessages(asker.person, all);
  const evidence = await tools.desk.evidence(asker.person, whole.reference);
  const blocks: Block[] = [section(facts(reversal))];
  const buttons = moreButtons(reversal);
  if (buttons.length > 0) blocks.push(actionsOf(buttons, 'more_actions'));
  if (reversal.approvals.length > 0) {
    const votes = reversal.approvals.map(
      (vote) =>
        `• ${voterWords(vote)}: ${chosenWords(vote)}, ${dateFor(vote.at)}${vote.reason ? ` (${oneLine(vote.reason, 120)})` : ''}`,
    );
    blocks.push(section(`*Decided*\n${votes.join('\n')}`));
  }
  if (!isRefusal(evidence)) {
    const { person } = asker;
    const { reference } = reversal;
    blocks.push(...evidenceBlocks(visibleEvidence(person, evidence), { person, reference }));
  }
  blocks.push(...(await relatedBlocks(tools, asker, reversal)));
  const reasons = [...reversal.reviewReasons, ...reversal.readingReasons];
  if (reasons.length > 0) {
    const lines = reasons.slice(0, 8).map((line) => `• ${oneLine(line, 160)}`);
    blocks.push(section(`*Why it was read so*\n${lines.join('\n')}`));
  }
  if (!isRefusal(messages)) blocks.push(...messageBlocks(messages));
  if (reversal.customer) {
    blocks.push(
      actionsOf([button(actionIds.showCustomer, 'Show customer', valueFor(reversal))], 'customer'),
    );
  }
  blocks.push(
    note(link(`${tools.publicUrl}/reversals/${reversal.reference}`, 'Open on the dashboard')),
  );
  return modal({
    callbackId: 'more',
    title: reversal.reference,
    blocks: blocks.slice(0, limits.viewBlocks),
    metadata: { channel: asker.channelId ?? '' },
  });
}

/** What is likely the same matter, with why, and one button to say so. */
async function relatedBlocks(tools: BotTools, asker: Asker, reversal: Reversal): Promise<Block[]> {
  if (asker.person.role === 'client_approver') return [];
  const joined = (reversal.joined ?? []).map((reference) => ({
    text: `${reference} was joined to it`,
    button: button('decide:part', 'Part', { ...valueFor(reversal), d: reference }),
  }));
  const related = reversal.joinedInto ? [] : await tools.desk.related(reversal);
  const likely = related.slice(0, relatedShown).map((one) => ({
    text: `${one.reference} (${one.status.replaceAll('_', ' ')}): ${oneLine(one.why.join(', '), 120)}`,
    button: button('decide:join', `Join ${one.reference}`, {
      ...valueFor(reversal),
      d: one.reference,
    }),
  }));
  return [...joined, ...likely].map(({ text, button: accessory }) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: plain(text) },
    accessory,
  }));
}

const relatedShown = 3;

function facts(reversal: Reversal): string {
  const lines = [
    `*${typeNames[reversal.type]}* · ${statusWords(reversal)}`,
    ...reversal.identifiers
      .slice(0, 5)
      .map((one) => `${plain(one.kind.replaceAll('_', ' '))}: ${oneLine(one.value, 80)}`),
    ...(reversal.cardLast4 ? [`card ending ${oneLine(reversal.cardLast4, 4)}`] : []),
    ...(reversal.dueAt ? [`due ${dateFor(reversal.dueAt)}`] : []),
    ...reversal.requesters
      .slice(0, 5)
      .map(
        (one) => `asked for by ${oneLine(one.person?.name ?? `${one.label} (not known here)`, 80)}`,
      ),
    ...(reversal.assignee ? [`with ${oneLine(reversal.assignee.name, 60)}`] : []),
    ...reversal.sources
      .slice(0, 3)
      .map((one) =>
        one.url && /^https?:\/\//.test(one.url)
          ? link(encodeURI(one.url).replace(/[|<>]/g, ''), `source ${one.externalId}`)
          : `source ${oneLine(one.externalId, 60)}`,
      ),
  ];
  return clip(lines.join('\n'), limits.sectionText);
}

function messageBlocks(
  messages: readonly { author: string; text: string | null; sentAt: Date }[],
): Block[] {
  if (messages.length === 0) return [note('No messages.')];
  const newest = messages.slice(-messagesShown).map((message) => {
    const text = message.text === null ? 'erased' : oneLine(message.text, 400);
    return section(`*${plain(message.author)}*, ${dateFor(message.sentAt)}\n${text}`);
  });
  const older = messages.length - newest.length;
  return older > 0 ? [note(`${older} older on the dashboard`), ...newest] : newest;
}
