import type { CounterRule } from './phrase-rule.js';

/** What looks like a reversal and is none. */
export const counterRules: readonly CounterRule[] = [
  message(
    0.9,
    'a bounced mail',
    /\b(?:mailer-daemon|delivery status notification|undeliverable|undelivered mail|message (?:was |could |has |is )?(?:returned to sender|not be delivered|been returned)|mail delivery (?:failed|subsystem)|returned to sender|address not found|out of office|automatic reply|abwesenheitsnotiz|unzustellbar)\b/,
  ),
  words(
    'asks about a policy',
    /\b(?:refund|return|returns|refunds|cancellation|exchange|chargeback|dispute) (?:and \w+ )?(?:policy|policies|terms|conditions|rules|window|period)\b|\b(?:politica|politique) de (?:devolucion\w*|reembolso\w*|retour\w*|remboursement\w*|devolucao|devolucoes|trocas)\b|\b(?:ruckgabe|erstattungs|rucksende)(?:richtlinie\w*|bedingung\w*|recht)\b/,
  ),
  message(
    0.75,
    'an advertisement',
    /\bmoney[- ]back guarantee\b|\bunsubscribe\b|\bspecial offer\b|\bnewsletter\b/,
  ),
  words(
    'says that it is settled',
    /(?<!not |never |nt |havent )\b(?:got|received) (?:my|the) (?:refund|money back)\b[^.?!]{0,40}\b(?:thank|thanks|already|yesterday|today|this morning)\b|\bno (?:longer )?(?:need|want|require)\w* (?:a |the )?refund\b|\bno refund (?:is )?(?:needed|necessary|required)\b|\b(?:do not|dont|doesnt|not) (?:want|need|require|ask(?:ing)? for) (?:a |the |any )?(?:refund|money back)\b|\brefund (?:has )?(?:already )?arrived\b(?! (?:but|in part|partly))/,
  ),
  message(
    0.9,
    'charging a device',
    /\b(?:charge|charging|charger)(?! for| of| on| from)(?: \w+){0,2} (?:phone|battery|laptop|tablet|headphones|earbuds|watch|cable|usb|port)\b|\b(?:phone|battery|laptop|tablet|cable|wireless)(?: \w+){0,2} charg(?:ing|er)\b/,
  ),
  words('a tax refund', /\b(?:tax|taxes|irs|income) (?:refund|return)s?\b|\bfile my taxes\b/),
  words(
    'asks how something works',
    /\b(?:what is|what are|whats|explain|meaning of|define|definition of) (?:a |an |the )?(?:chargeback|refund|dispute|reversal)s?\b(?! on\b| for\b| from\b)/,
  ),
];

function message(weight: number, why: string, pattern: RegExp): CounterRule {
  return { takesOut: 'message', weight, why, pattern };
}

/** The pattern is global: every place where it stands is taken out. */
function words(why: string, pattern: RegExp): CounterRule {
  return { takesOut: 'words', weight: 0, why, pattern };
}
