import { isRefusal, visibleRefusal } from '../../core/index.js';
import type { Answer, Asker, BotTools } from '../bot-tools.js';
import { oneLine } from '../cards/mrkdwn.js';
import { hasCardData } from '../reading-port.js';
import { countOrEntry, findEntry, isBareNumber } from '../show-reversal/find-entry.js';
import { refusalWords } from '../words/refusal-words.js';

/** A file as Slack names it in a message (docs.slack.dev/reference/objects/file-object). */
export type SharedFile = { id: string; name?: string | undefined; permalink?: string | undefined };

const example = '`evidence RV-000123 https://drive.example.com/receipt.pdf the receipt`';

/** `evidence RV-000123 https://… what it is`: a link that decisions may need. */
export async function evidenceByCommand(
  tools: BotTools,
  asker: Asker,
  { rest, requestKey }: { rest: string; requestKey: string },
): Promise<Answer> {
  const [, written = '', said = ''] = /^\s*(rv[-\s]?\d+|\S*)\s*([\s\S]*)$/i.exec(rest) ?? [];
  if (isBareNumber(written) && !/^(?:<?https?:|$)/i.test(said)) {
    return countOrEntry('evidence', written);
  }
  const found = await findEntry(tools, asker, written);
  if ('answer' in found) return found.answer;
  const [link = ''] = /https?:\/\/[^\s<>|"]+/i.exec(said) ?? [];
  if (link === '') return { text: `Evidence is a link to where it stands: ${example}.` };
  const name = said.replace(link, ' ').trim();
  return addLink(tools, asker, { reference: found.reversal.reference, link, name, requestKey });
}

/** Files that were shared in a card's thread. Null where none was; else what their sharer is told. */
export async function evidenceInThread(
  tools: BotTools,
  asker: Asker,
  shared: { reference: string; files: readonly SharedFile[]; requestKey: string },
): Promise<Answer | null> {
  const told: string[] = [];
  for (const file of shared.files) {
    // A file that the workspace may not look into comes without its link (file_access).
    if (!file.permalink) continue;
    const answer = await addLink(tools, asker, {
      reference: shared.reference,
      link: file.permalink,
      name: file.name ?? '',
      requestKey: `${shared.requestKey}:${file.id}`,
    });
    if (answer.isRefused) told.push(answer.text);
  }
  // What was added is told by the line in the thread; saying it twice would be noise.
  return told.length > 0 ? { text: [...new Set(told)].join(' ') } : null;
}

async function addLink(
  tools: BotTools,
  asker: Asker,
  part: { reference: string; link: string; name: string; requestKey: string },
): Promise<Answer & { isRefused: boolean }> {
  const url = tools.reading.redact(part.link);
  const name = tools.reading.redact(part.name.replace(/\s+/g, ' ').trim().slice(0, nameLengthMax));
  if (hasCardData(url.findings) || hasCardData(name.findings)) {
    const text = refusalWords({ refused: 'card_number_in_text', facts: {} });
    return { text, isRefused: true };
  }
  if ((url.text as string) !== part.link) {
    return {
      text: 'The link holds an account or a secret, so it was not kept. Share it in a way that needs none in the link.',
      isRefused: true,
    };
  }
  const result = await tools.desk.addEvidence(
    { person: asker.person, surface: asker.surface },
    {
      reference: part.reference,
      url: url.text,
      name: name.text === '' ? null : name.text,
      checksum: null,
      requestKey: part.requestKey,
    },
  );
  if (isRefusal(result)) {
    return { text: refusalWords(visibleRefusal(asker.person, result)), isRefused: true };
  }
  const again = result.changed ? '' : ' It was there before; nothing more was done.';
  const more = result.waitingFor ? ` It needs ${oneLine(result.waitingFor, 120)}.` : '';
  return { text: `The evidence stands on ${part.reference}.${more}${again}`, isRefused: false };
}

const nameLengthMax = 200;
