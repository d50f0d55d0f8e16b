import {
  dayIn,
  parseCurrency,
  parseDecimal,
  parseReference,
  type ReversalStatus,
  type ReversalType,
  referenceOf,
  startOfDayIn,
} from '../../core/index.js';

type FindQuestion = {
  type?: ReversalType;
  status?: ReversalStatus;
  currency?: string;
  minAmount?: bigint;
  maxAmount?: bigint;
  from?: Date;
  to?: Date;
  client?: string;
  agent?: 'me';
  /** Reference, identifier, e-mail or last four. */
  q?: string;
};

export type UnderstoodQuestion = {
  filter: FindQuestion;
  /** What was understood, in words. */
  said: string;
  /** Words that were not. */
  left: readonly string[];
};

type Context = {
  now: Date;
  timezone: string;
  currency: string;
  clients: readonly { id: string; name: string }[];
  /** Others read the answer: "yours" is then this person's. */
  sharedBy?: string | undefined;
};

const typeWords: readonly [RegExp, ReversalType, string][] = [
  [/\bcharge ?backs?\b|\bdisputes?\b/i, 'chargeback', 'chargebacks'],
  [/\bbank (?:returns?|reversals?)\b|\breturned payments?\b/i, 'bank_reversal', 'bank returns'],
  [/\bsystem errors?\b/i, 'system_error', 'system errors'],
  [/\bmerchant errors?\b|\bwrong charges?\b/i, 'merchant_error', 'wrong charges'],
  [/\brefunds?\b/i, 'refund', 'refunds'],
];

const statusWords: readonly [RegExp, ReversalStatus, string][] = [
  [/\bqueue\b/i, 'pending_approval', 'waiting for a decision'],
  [/\bneeds? review\b|\bto review\b|\bunclear\b/i, 'needs_review', 'to be reviewed'],
  [/\bchanges requested\b|\bneeds? changes\b/i, 'changes_requested', 'with changes requested'],
  [
    /\bpending(?: approval)?\b|\bwaiting(?: for approval| for a decision)?\b|\bopen\b|\bundecided\b/i,
    'pending_approval',
    'waiting for a decision',
  ],
  [/\bapproved\b/i, 'approved', 'approved'],
  [/\bcompleted\b|\bpaid\b|\bdone\b/i, 'completed', 'completed'],
  [/\brejected\b|\bdeclined\b/i, 'rejected', 'rejected'],
  [/\bcancell?ed\b/i, 'cancelled', 'cancelled'],
];

const over = /\b(?:over|above|more than|at least|from)\s+(?=[$€£]?\d)|[>≥]=?\s*/i;
const under = /\b(?:under|below|less than|at most|up to)\s+(?=[$€£]?\d)|[<≤]=?\s*/i;
const amountShape = '([$€£])?\\s?(\\d{1,9}(?:[.,]\\d{1,2})?)\\s?([A-Za-z]{3}\\b)?';

/** Words that say nothing about what is sought. */
const empty =
  /\b(?:find|list|show|all|the|a|any|reversals?|entries|requests?|please|with|for|in|of|by|from|logged|and|me|my|is|are|to|that|which|amount|customer|client|on|at)\b/gi;

const dayMs = 86_400_000;

/**
 * Reads a question by plain rules: type, status, amount, currency, client, day, reference,
 * identifier, e-mail. Each rule takes its words out; what is left over is told as not understood.
 */
export function understandQuestion(text: string, context: Context): UnderstoodQuestion {
  const reader = new Reader(
    text
      .replace(/&gt;/g, '>')
      .replace(/&lt;/g, '<')
      .replace(/<mailto:[^|>]*\|([^>]*)>/g, '$1'),
  );
  const filter: FindQuestion = {};
  const said: string[] = [];
  readNames(reader, filter, said);
  for (const client of context.clients) {
    const names = [client.name, client.id].map((name) =>
      name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
    if (reader.take(new RegExp(`(?<![\\p{L}\\d])(?:${names.join('|')})(?![\\p{L}\\d])`, 'iu'))) {
      filter.client = client.id;
      said.push(`of ${client.name}`);
      break;
    }
  }
  readAmounts(reader, filter, said, context.currency);
  for (const [pattern, type, words] of typeWords) {
    if (!reader.take(pattern)) continue;
    filter.type = type;
    said.unshift(words);
    break;
  }
  for (const [pattern, status, words] of statusWords) {
    if (!reader.take(pattern)) continue;
    filter.status = status;
    said.push(words);
    break;
  }
  readDays(reader, filter, said, context);
  if (reader.take(/\bmine\b|\bby me\b|\bmy own\b|\bassigned to me\b/i)) {
    filter.agent = 'me';
    said.push(context.sharedBy ? `of ${context.sharedBy}` : 'of yours');
  }
  const code = reader.take(/\b[A-Z]{3}\b/);
  const currency = code ? parseCurrency(code[0]) : null;
  if (currency) {
    filter.currency = currency;
    said.push(`in ${currency}`);
  }
  const left =
    reader
      .rest()
      .replace(empty, ' ')
      .match(/[\p{L}\d][^\s,;?!]*/gu) ?? [];
  return { filter, said: said.length > 0 ? said.join(', ') : 'everything', left };
}

/** Holds what is still to be understood; every rule takes its words out. */
class Reader {
  constructor(private text: string) {}
  take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.text);
    if (match)
      this.text = `${this.text.slice(0, match.index)} ${this.text.slice(match.index + match[0].length)}`;
    return match;
  }
  rest(): string {
    return this.text;
  }
}

function readNames(reader: Reader, filter: FindQuestion, said: string[]): void {
  const reference = reader.take(/\brv[-\s]?0*\d{1,9}\b/i);
  const number = reference ? parseReference(reference[0]) : null;
  const found =
    number !== null
      ? referenceOf(number)
      : (reader.take(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/)?.[0] ??
        reader.take(/\b(?:ch|pi|re|py|dp|du|pyr)_\w{4,40}\b/)?.[0] ??
        reader.take(/\border\s+(?:no\.?\s*|number\s+|#\s*)?(\w*\d\w*)/i)?.[1] ??
        reader.take(/\b(?:card\s+)?(?:ending(?:\s+in)?|card)\s+(\d{4})\b/i)?.[1] ??
        reader.take(/\b(?=\w*\d)(?=\w*[A-Z])[A-Z0-9]{10,32}\b/)?.[0] ??
        reader.take(/\b\d{11,23}\b/)?.[0]);
  if (!found) return;
  filter.q = found;
  said.push(`matching ${found}`);
}

function readAmounts(reader: Reader, filter: FindQuestion, said: string[], fallback: string): void {
  const bounds = [
    [over, 'minAmount', 'over'],
    [under, 'maxAmount', 'under'],
  ] as const;
  for (const [cue, key, word] of bounds) {
    const match = reader.take(new RegExp(`(?:${cue.source})${amountShape}`, 'i'));
    if (!match) continue;
    const sign = { $: /^(USD|CAD|AUD)$/.test(fallback) ? fallback : 'USD', '€': 'EUR', '£': 'GBP' }[
      match[1] ?? ''
    ];
    const written = parseCurrency(match[3] ?? '');
    const currency = written ?? parseCurrency(sign ?? fallback);
    const money = currency ? parseDecimal((match[2] ?? '').replace(',', '.'), currency) : null;
    if (!money) continue;
    filter[key] = money.minor;
    if (written || sign) filter.currency = money.currency;
    said.push(`${word} ${match[2]} ${money.currency}`);
  }
}

function readDays(reader: Reader, filter: FindQuestion, said: string[], context: Context): void {
  const today = startOfDayIn(context.timezone, context.now);
  const between = (from: Date, to: Date, words: string) => {
    filter.from = from;
    filter.to = new Date(to.getTime() - 1);
    said.push(words);
  };
  // Noon steps keep clear of the hours that clocks skip or repeat.
  const dayAt = (offset: number) =>
    startOfDayIn(context.timezone, new Date(today.getTime() + offset * dayMs + dayMs / 2));
  const weekday = new Date(`${dayIn(context.timezone, context.now)}T12:00:00Z`).getUTCDay();
  const monday = -((weekday + 6) % 7);
  const iso = reader.take(/\b(\d{4}-\d{2}-\d{2})\b/);
  if (iso) {
    const at = new Date(`${iso[1]}T12:00:00Z`);
    if (!Number.isNaN(at.getTime())) {
      const from = startOfDayIn(context.timezone, at);
      between(
        from,
        startOfDayIn(context.timezone, new Date(from.getTime() + 1.5 * dayMs)),
        `on ${iso[1]}`,
      );
    }
  } else if (reader.take(/\btoday\b/i)) between(today, dayAt(1), 'logged today');
  else if (reader.take(/\byesterday\b/i)) between(dayAt(-1), today, 'logged yesterday');
  else if (reader.take(/\bthis week\b/i)) between(dayAt(monday), dayAt(1), 'logged this week');
  else if (reader.take(/\blast week\b/i))
    between(dayAt(monday - 7), dayAt(monday), 'logged last week');
}
