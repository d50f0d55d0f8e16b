import type { ReversalStatus, ReversalType } from '../../core/index.js';
import type { GroupBy, Measure, SortOrder } from './question.js';

/** The words of the questions' grammar; `help` shows them as examples. Longer phrases stand first. */
const word = (shape: string) => new RegExp(`(?<![\\p{L}\\d-])(?:${shape})(?![\\p{L}\\d-])`, 'iu');

export const typeWords: readonly (readonly [RegExp, ReversalType, string])[] = [
  [
    word(
      'charge[\\s-]?backs?|disputes?|disputed(?:\\s+(?:charges?|payments?|transactions?))?|cbs?',
    ),
    'chargeback',
    'chargebacks',
  ],
  [
    word(
      'bank\\s+(?:returns?|reversals?)|returned\\s+(?:bank\\s+)?(?:payments?|debits?|transfers?|direct\\s+debits?)|(?:ach|sepa|direct\\s+debit|payment|debit)\\s+returns?|bank_reversals?|returns|bounced\\s+(?:payments?|debits?)',
    ),
    'bank_reversal',
    'bank returns',
  ],
  [
    word('system[\\s_-]+errors?|technical\\s+(?:errors?|failures?|reversals?)|system\\s+failures?'),
    'system_error',
    'system errors',
  ],
  [
    word(
      'merchant[\\s_-]+(?:errors?|mistakes?)|wrong\\s+charges?|over-?charges?|(?:double|duplicate)\\s+charges?|wrong\\s+amounts?',
    ),
    'merchant_error',
    'merchant errors',
  ],
  [
    word(
      'refund(?:s|ed)?(?:\\s+requests?)?|money\\s+back|(?:pa(?:y|id|ying)|g[ai]ve|giving)\\s+back',
    ),
    'refund',
    'refunds',
  ],
];

export const statusWords: readonly (readonly [RegExp, ReversalStatus, string])[] = [
  [
    word(
      'needs?[\\s_]review(?:ing)?|needing\\s+(?:a\\s+)?review|(?:to|for)\\s+review|to\\s+be\\s+reviewed|(?:in|under)\\s+review|(?:waiting|awaiting|pending)\\s+(?:for\\s+)?(?:a\\s+)?review|unreviewed|unclear|not\\s+(?:yet\\s+)?reviewed',
    ),
    'needs_review',
    'to be reviewed',
  ],
  [
    word(
      '(?:with\\s+)?changes[\\s_]requested|(?:with\\s+)?requested\\s+changes|needs?\\s+changes|needing\\s+changes|(?:waiting|awaiting)\\s+(?:for\\s+)?changes|sent\\s+back|returned\\s+for\\s+changes|to\\s+be\\s+changed',
    ),
    'changes_requested',
    'with changes requested',
  ],
  [
    word(
      "(?:pending|waiting|awaiting)\\s+(?:for\\s+)?(?:an?\\s+|my\\s+|our\\s+)?(?:approvals?|decisions?)|pending[\\s_]approval|(?:still\\s+)?pending|(?:still\\s+)?(?:waiting|awaiting)(?:\\s+(?=for\\s+me\\b))?|(?:still\\s+)?open|undecided|unapproved|outstanding|unresolved|(?:not|(?:have|has|is|are|was|were)n't)\\s+(?:yet\\s+)?(?:been\\s+)?(?:approved|decided)(?:\\s+yet)?|needs?\\s+(?:an?\\s+|my\\s+)?(?:approval|decision)|needing\\s+(?:an?\\s+|my\\s+)?(?:approval|decision)|need\\s+to\\s+be\\s+(?:approved|decided)|to\\s+be\\s+(?:approved|decided)|to\\s+(?:approve|decide)|(?:in\\s+)?(?:the\\s+)?(?:approval\\s+)?queue",
    ),
    'pending_approval',
    'waiting for a decision',
  ],
  [
    word(
      '(?<!\\bmy\\s+|\ue001\\s+)approvals(?=\\s+(?:\ue001|(?:by|per|for\\s+each)\\b))|approved\\s+(?:but|and)\\s+(?:not|never)\\s+(?:yet\\s+)?paid(?:\\s+(?:out|back))?(?:\\s+yet)?|(?:been\\s+)?approved|approve|signed\\s+off|authori[sz]ed',
    ),
    'approved',
    'approved',
  ],
  [
    word('completed?|paid(?:\\s+out)?|finished|done|settled|closed?(?!\\s+to\\b)'),
    'completed',
    'completed',
  ],
  [
    word('rejected|rejections?|reject|declined|decline|denied|deny|refused|turned\\s+down'),
    'rejected',
    'rejected',
  ],
  [word('cancell?ed|cancel'), 'cancelled', 'cancelled'],
];

export const measureWords: readonly (readonly [RegExp, Measure, string])[] = [
  [
    word(
      'how\\s+many|(?:the\\s+)?(?:total\\s+)?(?:number|count|amount)\\s+of\\s+(?=(?:the\\s+)?(?:open|pending|approved|rejected|completed|\\p{L}+\\s+)?(?:refunds|chargebacks|disputes|reversals|entries|cases|requests|bank|system|merchant))|(?:total\\s+)?count(?:\\s+of)?|how\\s+often|total\\s+number(?:\\s+of)?|number\\s+of|no\\.\\s+of|#\\s+of',
    ),
    'count',
    'how many',
  ],
  [
    word(
      '(?:on\\s+)?average(?:\\s+(?:of|amount|size|value))*|mean(?:\\s+(?:of|amount|value))*|avg|typical\\s+amount',
    ),
    'average',
    'the average amount',
  ],
  [
    word(
      'how\\s+much(?:\\s+money)?(?:\\s+in\\s+total)?|(?:the\\s+)?(?:grand\\s+)?totals?(?:\\s+(?:amount|value|sum|volume|of|worth))*|(?:the\\s+)?sums?(?:\\s+(?:of|total))*|(?:total\\s+)?(?:value|volume|worth)\\s+of|(?<=\\bby\\s+(?:refund(?:ed)?|charge-?back|disputed?)\\s+)(?:amount|value|volume|sum|total)s?|(?<=\\b(?:refund|charge-?back|dispute|reversal)s?\\s)(?:volume|value)(?=\\s+(?:in|by|per|for|of|this|last|since|today|yesterday)\\b|\\s*(?:\ue001|$))|costs?(?:\\s+us)?|add\\s+up|in\\s+total|combined\\s+(?:amount|value)|summed?(?:\\s+up)?',
    ),
    'sum',
    'the sum',
  ],
];

const groupShapes: readonly (readonly [string, GroupBy])[] = [
  ['clients?|merchants?|accounts?|stores?', 'client'],
  ['reason\\s+codes?|reasons?|codes?|return\\s+codes?', 'reasonCode'],
  ['types?|kinds?|categor(?:y|ies)', 'type'],
  ['status(?:es)?|state', 'status'],
  ['currenc(?:y|ies)', 'currency'],
  [
    'agents?|managers?|approvers?|persons?|people|users?|team\\s+members?|colleagues?|who\\s+logged\\s+(?:them|it)',
    'agent',
  ],
  ['days?|dates?', 'day'],
  ['weeks?', 'week'],
  ['months?', 'month'],
];
const groupCue =
  '(?<!(?:sort|order)(?:ed)?\\s)(?:broken\\s+down\\s+by|break\\s+down\\s+by|breakdown\\s+by|split\\s+by|grouped?\\s+by|(?:and\\s+)?by|per|for\\s+each|for\\s+every|each|every)';

export const groupWords: readonly (readonly [RegExp, GroupBy])[] = [
  ...groupShapes.map(([shape, group]) => [word(`${groupCue}\\s+(?:${shape})`), group] as const),
  // "top 5 clients by refunds" counts for each client; it is no list of refunds.
  ...groupShapes.map(
    ([shape, group]) =>
      [
        word(
          `(?:the\\s+)?(?:top|busiest)(?:\\s+(?:\\d{1,2}|three|five|ten))?\\s+(?:${shape})|(?:${shape})\\s+by(?=\\s+(?:refund|charge-?back|reversal|dispute)s)`,
        ),
        group,
      ] as const,
  ),
  [word('daily'), 'day'],
  [word('weekly'), 'week'],
  [word('monthly'), 'month'],
];

/** "Which client has the most": a count for each, the most first. */
export const mostWords: readonly (readonly [RegExp, GroupBy])[] = [
  [
    word(
      '(?:which|what)\\s+(?:clients?|merchants?)|(?:clients?|merchants?)(?=\\s+(?:with|that\\s+ha(?:s|ve|d))\\s+(?:the\\s+)?(?:most|fewest|least))',
    ),
    'client',
  ],
  [word('(?:which|what)\\s+(?:types?|kinds?)'), 'type'],
  [word('(?:which|what)\\s+reason\\s+codes?|(?:which|what)\\s+reasons?'), 'reasonCode'],
  [word('(?:which|what)\\s+(?:agents?|persons?|people)|who'), 'agent'],
  [word('(?:which|what)\\s+day'), 'day'],
  [word('(?:which|what)\\s+week'), 'week'],
  [word('(?:which|what)\\s+month'), 'month'],
  [word('(?:which|what)\\s+currency'), 'currency'],
];

export const sortWords: readonly (readonly [RegExp, SortOrder, string])[] = [
  [
    word(
      '(?:sort(?:ed)?|order(?:ed)?)\\s+by\\s+(?:the\\s+)?(?:amount|value|size)(?:,?\\s+asc(?:ending)?)|by\\s+(?:amount|value|size),?\\s+asc(?:ending)?|smallest(?:\\s+(?:amounts?|ones?))?(?:\\s+first)?|lowest(?:\\s+(?:amounts?|ones?))?(?:\\s+first)?|cheapest',
    ),
    'amount',
    'smallest first',
  ],
  [
    word(
      '(?:sort(?:ed)?|order(?:ed)?)\\s+by\\s+(?:the\\s+)?(?:amount|value|size)(?:\\s+desc(?:ending)?)?|(?:the\\s+)?(?:biggest|largest|highest)(?:\\s+(?:amounts?|ones?))?(?:\\s+first)?|by\\s+(?:amount|size|value)|most\\s+expensive',
    ),
    '-amount',
    'largest first',
  ],
  [
    word(
      '(?:sort(?:ed)?|order(?:ed)?)\\s+by\\s+(?:the\\s+)?(?:due(?:\\s+date)?|deadline)s?|by\\s+(?:due\\s+date|deadline)|(?:most\\s+)?urgent(?:ly)?(?:\\s+(?:ones?\\s+)?first)?|due\\s+(?:first|soonest|next(?!\\s+[\\p{L}\\d]))|soonest(?:\\s+due)?(?:\\s+first)?|earliest\\s+(?:due|deadline)(?:\\s+first)?',
    ),
    'dueAt',
    'due first',
  ],
  [
    word(
      '(?:the\\s+)?oldest(?:\\s+(?:ones?\\s+)?first)?|earliest(?:\\s+first)?|longest\\s+waiting|waiting\\s+(?:the\\s+)?longest',
    ),
    'loggedAt',
    'oldest first',
  ],
  [
    word(
      '(?:sort(?:ed)?|order(?:ed)?)\\s+by\\s+(?:the\\s+)?(?:date|time|logged|newest)(?:\\s+logged)?|(?:the\\s+)?(?:newest|latest|most\\s+recent|recent)(?:\\s+(?:ones?\\s+)?first)?|by\\s+date',
    ),
    '-loggedAt',
    'newest first',
  ],
];

/** Places a reversal can come from: connectors and channels, as `source` knows them. */
export const sourceWords: readonly (readonly [string, string])[] = [
  ['zendesk', 'zendesk'],
  ['hubspot', 'hubspot'],
  ['gmail', 'gmail'],
  ['stripe', 'stripe'],
  ['adyen', 'adyen'],
  ['paypal', 'paypal'],
  ['e-?mails?', 'email'],
  ['phone(?:\\s+calls?)?|telephone|calls?', 'phone'],
  ['live\\s+chats?|chats?', 'chat'],
  ['slack', 'slack'],
  ['the\\s+api|api', 'api'],
  ['the\\s+crm|crm', 'crm'],
];

/** Words that say nothing about what is sought. */
export const emptyWords = new Set(
  `a about actually all also am an and any anything are as at be been before belong can case cases claim claims could
  count current currently did do does each else entries entry ever every everything exactly find for found from full get
  give given go got had has have he hello help her here hey hi him his how hub i if in into is it items item its just keep
  kindly know like list listed list's look many matter me money much my need new not now of off on one ones only or our
  out over payment payments people per please pls pull question record records regarding report request requested requests
  result results return reversal reversals right run see seen she shall should show showing so some still such tell than
  thank thanks that the their them then there these they thing things this those through ticket tickets to today transaction
  transactions up us view want was we were what whats when where whether which who whole will with within would you your
  amount amounts value status type types customer customers client clients date dates day days agent agents logged total
  there's what's i'd id i'm im let lets happened happen came come coming made make there hand handled gave give get
  displayed display search searching lookup retrieve fetch check quick quickly both between during across worth have having
  number numbers rv sort sorted order ordered by group grouped first via using through system log there've been us our
  team company decision decisions approval approvals anyone anybody someone currently present active existing overall
  something us until since size same whose charge charges`.split(/\s+/),
);
