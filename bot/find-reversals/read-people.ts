import { patternOf } from '../words/pattern-of.js';
import type { QuestionContext, QuestionFilter } from './question.js';
import type { QuestionReader } from './question-reader.js';

/** Words at which a name ends. */
const stop =
  "\\p{L}+n['’]t|" +
  'and|or|by|for|from|in|on|at|of|with|to|the|a|an|this|that|last|next|due|did|does|do|has|have|had|is|are|was|were|who|what|which|how|since|until|before|after|between|over|under|above|below|more|less|via|through|logged|log|approved?|rejected?|paid|open|pending|waiting|completed?|cancell?ed|per|each|sorted|sort|ordered|grouped|group|only|please|today|yesterday|tomorrow|refunds?|chargebacks?|disputes?|reversals?|entries|cases|requests|tickets|where|when|we|i|me|my|you|still|yet|not|made|handled|decided|assigned|created|so|far|now|currently|all|any|worth|amount|needs?|needed|review|requires?|lost|won|lose|loses|losing|win|wins|winning|contested|accepted|fought|payments?|transactions?|weekends?|half|halves|beginning|start|middle|end|double|twice|fraudulent|duplicate|partial|failed|stuck|manual|auto|automatic|escalated|unassigned|risky|flagged|historic|expired|big|small|large|huge|old|black|friendly|repeat|recurring|visa|mastercard|amex|weird|strange|suspicious|vs|versus|order|card|customers?|agents?|everyone|everybody|them|us|it|these|those|fraud|money|total|most|many|much|but|size|volume|value|week|month|quarter|year|hour|day|weeks|months|years|hours|days|reason|reasons|code|about|back|like|already|never|also|just|been|got|unpaid|withdrawn|overdue|late';
const nameWord = `(?!(?:${stop})(?![\\p{L}\\d]))[\\p{L}\\d][\\p{L}\\d&.'’_+-]{0,40}`;
const name = `${nameWord}(?:\\s+${nameWord}){0,3}`;
const email = '[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}';
const edge = '(?<![\\p{L}\\d@._-])';

const agentVerb =
  'logged|log|approved|approve|rejected|reject|declined|decline|decided|decide|handled|handle|created|create|entered|enter|opened|open|recorded|record|reviewed|review|processed|process|completed|complete|confirmed|confirm|submitted|submit|contested|contest|accepted|accept|signed\\s+off|cancelled|cancel|worked\\s+on|work\\s+on|did|filed|added|add|took|take|refunded|refund';

/** "by Maria", "assigned to me", "did I log": whoever worked on it. */
export function takeAgent(reader: QuestionReader, filter: QuestionFilter): void {
  const found = agentIn(reader);
  if (found !== null) filter.agent = found;
}

const me = [
  /\bmine\b/iu,
  /\bmy\s+own\b/iu,
  /\b(?:assigned|belonging|given)\s+to\s+me\b/iu,
  /(?<=\b(?:waiting|pending)\s)(?:for|on|with)\s+me\b/iu,
  /\b(?:by|for|of|from)\s+(?:me|myself)\b/iu,
  new RegExp(
    `\\b(?:did|have|had|do)\\s+i\\s+(?=(?:ever\\s+|already\\s+)?(?:${agentVerb})\\b)`,
    'iu',
  ),
  new RegExp(`\\bi(?:'ve|’ve|\\s+have)?\\s+(?:just\\s+|already\\s+)?(?=(?:${agentVerb})\\b)`, 'iu'),
  /\bi\s+(?:still\s+)?(?:have|need|must|should)(?=\s+to\s+(?:approve|decide|review))/iu,
  /\bmy\b(?!\s+(?:client|customer|time|zone|team|channel))/iu,
];

const agents = [
  `${edge}(?:assigned|belonging|given)\\s+to\\s+(?:agent\\s+)?(${email}|${name})`,
  `(?<=\\bwaiting\\s)(?:for|on|with)\\s+(?!an?\\s|decision|approval|review|changes)(?:agent\\s+)?(${email}|${name})`,
  `${edge}(?:by|agent|agents|manager)\\s+(?:agent\\s+|manager\\s+)?(${email}|${name})`,
  `${edge}(?:did|has|have)\\s+(${email}|${name})\\s+(?:already\\s+)?(?!refund)(?=(?:${agentVerb})\\b)`,
  `${edge}(${nameWord}(?:\\s+${nameWord})?)(?:'s|’s)\\s+(?:queue|cases|approvals|decisions|entries|work|log|logs)\\b`,
  `(?<=\\b(?:refunds|charge-?backs|disputes|reversals|returns|entries|cases|ones|everything|anything)\\s)(?!auto|\\p{L}+ly\\b)(${nameWord}(?:\\s+${nameWord})?)\\s+(?:has\\s+|have\\s+)?(?=(?:${agentVerb})(?<=ed)\\b)`,
  `${edge}(?:that|which|what)\\s+(${nameWord}(?:\\s+${nameWord})?)\\s+(?:has\\s+)?(?=(?:${agentVerb})\\b)`,
].map((shape) => new RegExp(shape, 'iu'));

function agentIn(reader: QuestionReader): string | null {
  if (me.some((pattern) => reader.take(pattern) !== null)) return 'me';
  for (const pattern of agents) {
    const found = reader.takeIf(pattern, (match) => match[1] ?? null);
    if (found) return trimmed(found);
  }
  return null;
}

const customers = [
  `${edge}(?:by|from|for|of|to)?\\s*(?:the\\s+)?customers?\\s+(?:named\\s+|called\\s+|with\\s+(?:e-?mail|phone)\\s+|is\\s+)?(?:e-?mail\\s+)?(${email}|\\+?\\d[\\d\\s().-]{6,}\\d|${name})`,
  `${edge}(?:requested|asked|claimed|raised|complained|reported|sent)\\s+(?:for\\s+)?by\\s+(${email})`,
  `${edge}(?:from|for|of|to|about|with|by\\s+customer)?\\s*(${email})`,
  `${edge}(?:from|for|of|phone|number|caller)\\s*(?:number\\s+)?(\\+\\d[\\d\\s().-]{6,}\\d)`,
  `${edge}(\\+\\d[\\d\\s().-]{6,}\\d)`,
].map((shape) => new RegExp(shape, 'iu'));

/** "for customer@example.com", "customer Jane Doe", a phone number. */
export function takeCustomer(reader: QuestionReader, filter: QuestionFilter): void {
  for (const pattern of customers) {
    const found = reader.takeIf(pattern, (match) => match[1] ?? null);
    if (!found) continue;
    filter.customer = trimmed(found);
    return;
  }
}

const agentEmail = new RegExp(
  `(?<!\\b(?:requested|asked|claimed|raised|complained|reported|sent)\\s+(?:for\\s+)?)${edge}(?:by\\s+(?:agent\\s+)?|assigned\\s+to\\s+|agent\\s+)(${email})`,
  'iu',
);

/** E-mails of people who work here stand behind their verbs: "logged by agent@northwind.example". */
export function takeAgentEmail(reader: QuestionReader, filter: QuestionFilter): void {
  const found = reader.takeIf(agentEmail, (match) => match[1] ?? null);
  if (!found) return;
  filter.agent = trimmed(found);
}

const unknownClients = [
  `${edge}(?:for|of|from|at|with|to)?\\s*(?:the\\s+)?(?:client|merchant|account|store)\\s+(?:named\\s+|called\\s+)?(${name})`,
  `${edge}(?:for|from|at|of|with|(?:what|how)\\s+about)\\s+(?:the\\s+)?(${name})`,
  `${edge}(?:does|do|did|has|have|had)\\s+(${name})\\s+(?=have\\b|had\\b|get\\b|got\\b|\ue001)`,
  `${edge}(${nameWord})(?:'s|’s)(?![\\p{L}\\d])`,
].map((shape) => new RegExp(shape, 'iu'));

/** The client: by its known names, or, where none are known, as written behind "for". */
export function takeClient(
  reader: QuestionReader,
  filter: QuestionFilter,
  context: QuestionContext,
): void {
  if (context.clients) {
    takeKnownClient(reader, filter, context.clients);
    return;
  }
  for (const pattern of unknownClients) {
    const found = reader.takeIf(pattern, (match) =>
      match[1] && !isNumber(match[1]) ? match[1] : null,
    );
    if (!found) continue;
    filter.client = trimmed(found);
    return;
  }
}

const isNumber = (text: string) => /^[\d.,]+$/.test(text);

function takeKnownClient(
  reader: QuestionReader,
  filter: QuestionFilter,
  clients: NonNullable<QuestionContext['clients']>,
): void {
  const names = clients
    .flatMap((client) => [client.name, client.id].map((each) => ({ client, each })))
    .toSorted((a, b) => b.each.length - a.each.length);
  for (const { client, each } of names) {
    const escaped = each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const shape = `(?<![\\p{L}\\d])(?:(?:for|of|from|at|with)\\s+)?(?:the\\s+)?(?:client\\s+|merchant\\s+)?${escaped}(?:'s|’s)?(?![\\p{L}\\d])`;
    if (reader.take(patternOf(shape)) === null) continue;
    filter.client = client.id;
    return;
  }
}

const trimmed = (text: string) =>
  text
    .replace(/(?:'s|’s)$/, '')
    .replace(/[.,'’?!]+$/, '')
    .trim();

const wholeName = new RegExp(`^${nameWord}$`, 'iu');

/** Whether one word may be a name at all. */
export function isName(text: string): boolean {
  return wholeName.test(text);
}
