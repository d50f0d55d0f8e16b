import type { CounterRule } from './phrase-rule.js';

/** What looks like a reversal and is none. */
export const counterRules: readonly CounterRule[] = [
  counter(
    0.9,
    'a bounced mail',
    /\b(?:mailer-daemon|delivery status notification|undeliverable|undelivered mail|message (?:was |could |has |is )?(?:returned to sender|not be delivered|been returned)|mail delivery (?:failed|subsystem)|returned to sender|address not found|out of office|automatic reply|abwesenheitsnotiz|unzustellbar)\b/,
  ),
  counter(
    0.8,
    'asks about a policy',
    /\b(?:refund|return|returns|refunds|cancellation|exchange|chargeback|dispute) (?:and \w+ )?(?:policy|policies|terms|conditions|rules|window|period)\b|\b(?:politica|politique) de (?:devolucion\w*|reembolso\w*|retour\w*|remboursement\w*|devolucao|devolucoes|trocas)\b|\b(?:ruckgabe|erstattungs|rucksende)(?:richtlinie\w*|bedingung\w*|recht)\b/,
  ),
  counter(
    0.75,
    'an advertisement',
    /\bmoney[- ]back guarantee\b|\bunsubscribe\b|\bspecial offer\b|\bnewsletter\b/,
  ),
  counter(
    0.85,
    'says that it is settled',
    /\b(?:got|received|have) (?:my|the) (?:refund|money back)\b[^.?!]{0,40}\b(?:thank|thanks|already|yesterday|today)\b|\bno (?:longer )?(?:need|want|require)\w* (?:a |the )?refund\b|\bno refund (?:is )?(?:needed|necessary|required)\b|\b(?:do not|dont|doesnt|not) (?:want|need|require|ask(?:ing)? for) (?:a |the |any )?(?:refund|money back)\b|\brefund (?:has )?(?:already )?arrived\b/,
  ),
  counter(
    0.9,
    'charging a device',
    /\b(?:charge|charging|charged|charger)\b[^.?!]{0,20}\b(?:phone|battery|laptop|tablet|car|headphones|earbuds|watch|cable|usb|port)\b|\b(?:phone|battery|laptop|tablet|cable|wireless)\b[^.?!]{0,20}\bcharg(?:e|ing|er)\b/,
  ),
  counter(
    0.7,
    'a tax refund',
    /\b(?:tax|taxes|irs|income) (?:refund|return)s?\b|\bfile my taxes\b/,
  ),
  counter(
    0.6,
    'asks how something works',
    /\b(?:what is|what are|whats|explain|meaning of|define|definition of) (?:a |an |the )?(?:chargeback|refund|dispute|reversal)s?\b(?! on\b| for\b| from\b)/,
  ),
];

function counter(weight: number, why: string, pattern: RegExp): CounterRule {
  return { weight, why, pattern };
}
