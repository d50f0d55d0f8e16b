import type { PhraseRule } from './phrase-rule.js';

const charge =
  '(?:charges?|payments?|transactions?|purchases?|debits?|direct debits?|withdraws?|withdrawals?|withdrawls?|cash withdrawals?|transfers?|orders?|bills?|amounts?|deductions?|subscriptions?)';
const notMine =
  '(?:(?:do not|dont|did not|didnt|never|doesnt|have not|havent|wasnt|was not|werent|not been|not be|am not|not) (?:really |even |actually |ever |personally )?(?:recogni[sz]e|recogni[sz]ed|recogni[sz]ing|recall|remember|made|making|done|authori[sz]e|authori[sz]ed|approve|approved|create|created|initiate|initiated|perform|performed|complete|completed|buy|bought|withdraw|take out|know (?:about|what|who|where)|familiar|aware|set up|seen|mine)|(?:do not|dont|did not|didnt) (?:do|make|recongni[sz]e|recongi[sz]e)|(?:cannot|cant) (?:recogni[sz]e|recall|remember)|un-?authori[sz]ed|unathori[sz]ed|unrecogni[sz]ed|unfamiliar|fraudulent|unknown|suspicious)';
const odd = '(?:strange|odd|weird|unusual|random|mysterious|false|unexpected|unexplained)';

/** English, customers' and back offices'. Gaps are bounded so that every pattern is linear. */
export const englishRules: readonly PhraseRule[] = [
  // refund
  rule(
    'refund',
    0.92,
    'asks for a refund',
    /\b(?:want|wants|need|needs|like|request|requests|requesting|requested|demand|demanding|get|give|issue|process|please|asking for|apply for|owed|due|deserve|expect|seeking|claim|initiate|arrange|approve|customer asked for|customer wants)\b[^.?!]{0,50}\brefund(?:ed|s)?\b/,
  ),
  rule(
    'refund',
    0.92,
    'asks for money to be returned',
    /\b(?:please|kindly|can you|could you|would you|you to|must|should|will you)\b[^.?!]{0,40}\b(?:refund|reimburse|return (?:the |my |me |it|that|this|us |our |\$?\d|[a-z]{3} ?\d|the double)|credit (?:me|my|it|back)|give (?:me )?back)/,
  ),
  rule(
    'refund',
    0.92,
    'asks for money back',
    /\b(?:money|cash|funds|payment|amount|deposit) back\b(?! guarantee)|\bback (?:my|the) money\b|\brefund (?:me|my|this|us|the customer|customer|it|order|\$?\d)|\breimburse (?:me|us|my)\b|\breimbursed\b|\breimbursement\b/,
  ),
  rule(
    'refund',
    0.85,
    'asks where a refund is',
    /\b(?:my|the|this|promised|missing|no|pending|a) refund\b[^.?!]{0,60}\b(?:not|never|yet|still|missing|where|when|status|waiting|arrive|arrived|show|showing|shown|see|received|appear|appeared|late)\b/,
  ),
  rule(
    'refund',
    0.85,
    'asks where a refund is',
    /\b(?:not|havent|hasnt|have not|never|dont|didnt|where|wheres|when|waiting|cant|cannot|missing|status|isnt|see|track|should)\b[^.?!]{0,60}\b(?:my |the |a |that |this )?refund\b/,
  ),
  rule(
    'refund',
    0.62,
    'speaks of a refund',
    /\b(?:refund|refunds|refunded|refunding|refundable|refound)\b/,
  ),
  rule(
    'refund',
    0.8,
    'asks for a purchase to be undone',
    /\bcancel(?:l?ed|l?ing)?\b[^.?!]{0,30}\b(?:my |the |this |an |a )?(?:order|purchase)\b|\b(?:order|purchase)\b[^.?!]{0,20}\bcancel|\breturn (?:an|the|this|my) (?:item|order|purchase|product)\b/,
  ),
  // merchant_error
  rule(
    'merchant_error',
    0.93,
    'charged more than once',
    /\b(?:charged?|charges|billed?|debited|deducted|paid|pay|payments?|transactions?|purchases?|took|taken|processed|posted|charging)\b[^.?!]{0,45}\b(?:twice|2x|two times|2 times|double|doubled|duplicated?|multiple times|several times|three times|more than once|more then once|second time|repeatedly)\b/,
  ),
  rule(
    'merchant_error',
    0.93,
    'charged more than once',
    /\b(?:double|doubled|twice|duplicate|duplicated|repeat|repeated|multiple|two|same) (?:the )?(?:same )?(?:charge|charges|charged|charging|billed|billing|payment|payments|transaction|transactions|debit|debited|for (?:the same|one))\b/,
  ),
  rule(
    'merchant_error',
    0.7,
    'appears more than once',
    /\b(?:show(?:s|ing)?(?: up)?|appear(?:s|ing)?|listed|there|statement|made|through|app)\b[^.?!]{0,25}\b(?:twice|double|duplicated|more than once|multiple times|two times)\b/,
  ),
  rule(
    'merchant_error',
    0.9,
    'charged a wrong amount',
    /\b(?:wrong|incorrect|different|higher|bigger) (?:amount|price|total|sum)\b[^.?!]{0,40}\b(?:charged?|billed|debited|taken|paid|deducted)\b|\b(?:charged?|billed|debited|took|paid|deducted)\b[^.?!]{0,40}\b(?:wrong|incorrect) (?:amount|price|total|sum)\b|\bovercharg(?:ed?|ing)\b|\bcharged (?:me )?too much\b|\bcharged more than\b/,
  ),
  rule(
    'merchant_error',
    0.9,
    'one amount charged instead of another',
    /\b(?:charged|billed|debited|paid|took|price)\b[^.?!]{0,30}\d[^?!]{0,20}\b(?:instead of|rather than|should have been|should be|not) ?[^a-z]{0,6}\d/,
  ),
  // chargeback
  rule(
    'chargeback',
    0.97,
    'speaks of a chargeback',
    /\bchargebacks?\b|\bcharge backs?\b|\bpre-?arbitration\b|\bretrieval request\b/,
  ),
  rule(
    'chargeback',
    0.9,
    'disputes a charge',
    new RegExp(
      `\\b(?:disput(?:e|ed|es|ing))\\b[^.?!]{0,40}\\b${charge}\\b|\\b${charge}\\b[^.?!]{0,30}\\bdisput(?:e|ed|es|ing)\\b|\\b(?:open|file|filed|raise|opened|new|received a) (?:a )?dispute\\b`,
    ),
  ),
  rule(
    'chargeback',
    0.9,
    'a charge that is not the customer’s',
    new RegExp(`\\b${charge}\\b[^.?!]{0,60}\\b(?:that |which |i |we )?${notMine}`),
  ),
  rule(
    'chargeback',
    0.9,
    'a charge that is not the customer’s',
    new RegExp(`\\b${notMine}\\b[^.?!]{0,50}\\b${charge}\\b`),
  ),
  rule(
    'chargeback',
    0.85,
    'a charge that is not the customer’s',
    new RegExp(
      `\\b${charge}\\b[^.?!]{0,60}\\b(?:is not mine|isnt mine|not mine|not me|wasnt me|was not me|by someone|someone else|somebody else|without my|i never|not by me|strange|weird|odd|unexpected|dont know|stolen|stole|fraud)`,
    ),
  ),
  rule(
    'chargeback',
    0.8,
    'card or account used by another',
    /\b(?:someone|somebody|thief|a stranger|they)\b[^.?!]{0,40}\b(?:used|using|stole|stolen|copied|copy|taking|took|withdrew|made)\b[^.?!]{0,40}\b(?:card|account|money|wallet|withdrawal|purchase|payment|debit)/,
  ),
  rule(
    'chargeback',
    0.75,
    'money taken without consent',
    /\b(?:without my|no) (?:consent|permission|authori[sz]ation|knowledge)\b|\bi (?:have )?never been to (?:that|this)\b|\b(?:fraudulent|scam) (?:charge|payment|activity|store|merchant)/,
  ),
  rule(
    'chargeback',
    0.5,
    'asks what a charge is',
    /\bwhat (?:is|are|was) (?:this|that|the|these) (?:\w+ ){0,2}(?:charge|payment|debit|withdrawal|transaction)/,
  ),
  rule('chargeback', 0.85, 'an odd charge', new RegExp(`\\b${odd} (?:\\w+ ){0,2}${charge}\\b`)),
  rule(
    'chargeback',
    0.85,
    'a charge that is not the customer’s',
    /\b(?:withdrawal|withdrawl|witdrawal|withdrew|took out|got|cash|atm|payment|charge|purchase|money)\b[^.?!]{0,60}\bi (?:did not|didnt|never|have not|havent)(?: (?:do|make|made|withdraw|take|authori|perform|complete|get cash|approve|buy|order)\w*|[ .!?]*$|[.!,])/,
  ),
  rule(
    'chargeback',
    0.85,
    'a charge that is not the customer’s',
    /\b(?:someone|somebody|people) (?:else )?(?:is |are |has |have )?(?:charged?|using|used|withdrawing|making|made)\b[^.?!]{0,30}\b(?:my|with my)\b/,
  ),
  // bank_reversal
  rule(
    'bank_reversal',
    0.95,
    'returned by the bank',
    /\b(?:returned|rejected|bounced|dishonou?red|unpaid) (?:ach|debit|direct debit|check|cheque|e-?check|payment|item|entry|transfer|wire|collection|premium)\b|\b(?:ach|debit|direct debit|check|cheque|e-?check|echeck|payment|collection|entry|premium|wire)\b[^.?!]{0,50}\b(?:was |were |been |has |got |is |came |come )?(?:returned|bounced|dishonou?red|came back|come back|sent back|rejected by (?:the|their|his|her) bank|unpaid)\b/,
  ),
  rule(
    'bank_reversal',
    0.9,
    'a bank return',
    /\bnsf\b|\bnon-?sufficient funds\b|\binsufficient funds\b[^.?!]{0,40}\b(?:return|code|r0)|\bach returns?\b|\breturn (?:reason )?code\b|\breturn file\b|\bstop payment\b|\br-?transaction\b|\breturned? (?:with|under|as|for|reason)? ?(?:code )?r\d\d\b|\bsepa (?:return|reject|refund|reversal)\b|\bbank (?:reversed|returned|recalled|has recalled|clawed back|reversal|return)\b|\breversed by (?:the|their|his|her|my) bank\b|\bbacs (?:indemnity|return)|\barudd\b|\bindemnity claim\b/,
  ),
  rule(
    'bank_reversal',
    0.82,
    'a payment was reverted',
    /\b(?:payments?|top-? ?ups?|transfer|card payment|deposit|transaction|money|funds|topped up)\b[^.?!]{0,50}\b(?:revert(?:ed|s|ing)?|reversed|reversal|returned to (?:my|the) account|came back|comes back|went back|gone back|put back|back (?:to|in|into) my account)\b/,
  ),
  rule(
    'bank_reversal',
    0.82,
    'a payment was reverted',
    /\b(?:revert(?:ed|s|ing)?|reversed|reversal of)\b[^.?!]{0,30}\b(?:payments?|top-? ?ups?|topup|transfer|transaction|money|deposit)\b/,
  ),
  rule(
    'bank_reversal',
    0.6,
    'a payment was undone',
    /\b(?:top-? ?ups?|topped up|topup|card payment)\b[^.?!]{0,70}\b(?:cancel(?:l?ed)?|disappeared|vanished|gone|gave (?:the|my) money back|not there|not in my account|isnt there)\b|\bcancel(?:led)? my (?:card payment|top-? ?up)\b|\bgave (?:me )?(?:the|my) money back\b|\b(?:seller|merchant)\b[^.?!]{0,40}\b(?:not|hasnt|havent|never|didnt) (?:received?|gotten|got)\b[^.?!]{0,40}\b(?:money|payment)/,
  ),
  // system_error
  rule(
    'system_error',
    0.92,
    'charged although the system failed',
    /\b(?:charged|debited|deducted|paid|payment (?:went|was|has|did)|money (?:was|got|has|went)|took (?:the|my) (?:money|payment)|card was)\b[^?!]{0,80}\b(?:but|yet|however|although|and)\b[^?!]{0,60}\b(?:order (?:failed|never|was not|wasnt|did ?nt|not|does not|doesnt|isnt|is not|page|never)|no (?:order|booking|confirmation|ticket|reservation)|(?:site|website|page|app|checkout|system|screen|server) (?:crashed|failed|froze|timed|showed|gave|said|went|hung|errored)|timed? ?out|time-?out|error|failed|declined at|never (?:created|confirmed|went through|placed))/,
  ),
  rule(
    'system_error',
    0.92,
    'a failure that charged all the same',
    /\b(?:error|crash(?:ed)?|froze|timed out|time-?out|failed|failure|outage|glitch|bug|500|502|503|504|down)\b[^?!]{0,80}\b(?:but|yet|still|and|however|though|after)\b[^?!]{0,50}\b(?:charged|debited|deducted|took (?:the|my) (?:money|payment)|money (?:was|is|has|got|went)|payment (?:went|was|did)|amount was)\b/,
  ),
  rule(
    'system_error',
    0.93,
    'processed twice by the system',
    /\b(?:double|doubly|twice|duplicate)[- ]?(?:processed|captured|submitted|posted|settled|posting|capture|settlement)\b|\b(?:system|gateway|batch|webhook|terminal|job|retry|script|integration|processor|software)\b[^.?!]{0,60}\b(?:twice|duplicated?|double|again|ran twice|re-?processed|captured twice)\b|\b(?:processed|captured|settled|submitted|posted) (?:twice|two times|double) by\b/,
  ),
  rule(
    'system_error',
    0.85,
    'a technical fault in a payment',
    /\b(?:technical|system|gateway|software|checkout|server|api|processing) (?:error|fault|issue|glitch|failure|bug|timeout|time-out|outage)\b[^.?!]{0,60}\b(?:charg|payment|captur|debit|transact|order|refund|billing|settle)|\b(?:charg|payment|captur|debit|transact|billing|settle)\w*\b[^.?!]{0,60}\b(?:technical|system|gateway|software|server|api|processing) (?:error|fault|glitch|failure|bug|timeout|time-out|outage)\b/,
  ),
];

function rule(type: PhraseRule['type'], weight: number, why: string, pattern: RegExp): PhraseRule {
  return { type, weight, why, pattern };
}
