import { type EvidenceLine, hostOf, type Person } from '../../core/index.js';
import { note, section } from '../cards/folded-list.js';
import { type Block, clip, limits } from '../cards/limits.js';
import { dateFor, link, oneLine } from '../cards/mrkdwn.js';

/** The newest are read on a phone; all of them stand on the dashboard. */
const evidenceShown = 5;

/** What decisions rest on: what it is, where its link leads, who added it when. Nothing is fetched. */
export function evidenceBlocks(
  lines: readonly EvidenceLine[],
  { person, reference }: { person: Person; reference: string },
): Block[] {
  if (lines.length === 0)
    return [note(`No evidence yet.${mayAdd(person) ? howTo(reference) : ''}`)];
  const newest = lines.slice(-evidenceShown);
  const older = lines.length - newest.length;
  return [
    section(`*Evidence*${older > 0 ? ` (${older} older on the dashboard)` : ''}`),
    ...newest.map((line) => section(`• ${what(line)}\n${whose(line)}`)),
  ];
}

const mayAdd = ({ role }: Person) => role !== 'client_approver' && role !== 'payer';

const howTo = (reference: string) =>
  ` Share the file in the card’s thread, or write \`evidence ${reference} https://…\`.`;

function what({ name, url }: EvidenceLine): string {
  if (url === null) return 'erased at the person’s request';
  const host = hostOf(url);
  if (host === null) return oneLine(name ?? 'a link', 200);
  const leads = ` (${oneLine(host, 120)})`;
  const linked = link(escaped(url), clip(name ?? 'link', 200));
  // Cut within its address a link would lead elsewhere: so long a one stands on the dashboard only.
  const fits = linked.length <= limits.sectionText - roomForRest;
  return `${fits ? linked : `${oneLine(name ?? 'link', 200)}, too long a link for here`}${leads}`;
}

/** Host, name of who added it, date and what is bound, each cut before. */
const roomForRest = 600;

/** `&`, `<` and `>` as Slack asks for them within an address; a link holds no other sign that acts. */
const escaped = (url: string) => new URL(url).href.replace(/&/g, '&amp;').replace(/[<>|]/g, '');

function whose({ addedBy, at, isBound }: EvidenceLine): string {
  const bound = isBound ? ' · decisions are bound to it' : '';
  return `added by ${oneLine(addedBy.name, 60)}, ${dateFor(at)}${bound}`;
}
