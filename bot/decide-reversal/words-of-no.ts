import { combined, list } from './phrases.js';

/** Says plainly that it is refused; whatever follows is the reason. */
export const reject =
  list(`reject|rejected|rejecting|i reject|i reject this|reject it|reject this|reject this one|deny|i deny|veto|no go|nogo|no way|no chance|disapprove|disapproved|i disapprove|not approved|not approving|im not approving|i am not approving|not ok|not okay|not acceptable|not authorized|not authorised|not granted|do not approve|dont approve|i do not approve|i dont approve|will not approve|wont approve|i wont approve|i will not approve|do not refund|dont refund|do not pay|dont pay|we do not refund|we dont refund|no refund|turn it down|hard no|no from me|its a no|its a no from me|absolutely not|definitely not|i disagree|disagree
rechazado|rechazada|rechazo|lo rechazo|rechazar|denegado|denegada|deniego|no aprobado|no aprobada|no apruebo|no lo apruebo|no aprobar|no autorizado|no autorizo|no procede|no esta aprobado|no estoy de acuerdo|no reembolsar|no de acuerdo
rejeitado|rejeitada|rejeito|recusado|recusada|recuso|negado|negada|indeferido|nao aprovado|nao aprovada|nao aprovo|nao aprovar|nao autorizo|nao procede|nao esta aprovado|nao concordo|nao estou de acordo|reprovado|reprovada
rejete|rejetee|je rejette|refuse|refusee|je refuse|non approuve|pas approuve|pas valide|non valide|je napprouve pas|napprouve pas|pas daccord|je ne suis pas daccord|je suis pas daccord|ne pas rembourser|ne remboursez pas|ne pas approuver|refus
abgelehnt|ist abgelehnt|lehne ab|ich lehne ab|lehne ich ab|ablehnen|verweigert|nicht genehmigt|nicht genehmigen|nicht freigegeben|nicht freigeben|ich genehmige nicht|ich genehmige das nicht|genehmige ich nicht|nicht einverstanden|bin nicht einverstanden|nicht in ordnung|nicht ok|nicht erstatten|nicht auszahlen|keine freigabe|keine erstattung|stimme nicht zu`);

/** Also said of payments and parcels: certain alone, or where the rest is a known reason of refusal. */
export const refused = list(
  `denied|decline|declined|declining|i decline|refused|i refuse|turned down|not accepted|not agreed|not fine`,
);

/** Whoever cannot may lack the right, and "never" may tell of the past: certain only with a reason. */
export const unable = list(
  `never|nunca|jamas|jamais|niemals|cannot approve|cant approve|i cant approve|i cannot approve|can not approve|i can not approve|cannot approve this|cant approve this|i cant approve this|i cannot approve this|nao autorizado|no corresponde|passt nicht`,
);

/** In a chat these answer anything: certain alone, or where the rest is a known reason of refusal. */
export const no = list(
  'no|nope|nah|nay|negative|nao|non|nein|nee|auf keinen fall|en ningun caso|de jeito nenhum',
);

/** Why money is not given back. */
export const refusal = [
  ...combined(
    'out of|outside|outside of|outside the|out of the|outside of the|past|past the|against|against the|not within|not within the|not in',
    'policy|terms|window|return window|refund window|deadline|return period|period|warranty|time limit',
  ),
  ...combined(
    'no|without|missing|lacks|insufficient|not enough|there is no',
    'proof|proof of purchase|proof of payment|proof of return|evidence|valid reason',
  ),
  ...combined(
    'not',
    'eligible|entitled|refundable|covered|valid|justified|our fault|our mistake|legit|legitimate|worth it',
  ),
  ...list(`too late|fraud|friendly fraud|fraudulent|scam|scammer|abuse|abuser|repeat abuser|serial refunder|repeat offender|final sale|non refundable|nonrefundable|used item|item was used|item used|used the item|used the service|used it|worn|kept the item|kept the goods|already replaced|already sent a replacement|sent a replacement|we sent a replacement|we already sent a replacement|replacement sent|replacement was sent|customer lied|delivered fine|was delivered|policy|duplicate request|same request|duplicate case|duplicate of another|duplicate of another case|a duplicate of another case|policy abuse|abused the policy|abused our policy|abusing the policy|withdrawn by the customer|not our customer|expired|window closed|deadline passed|for fraud|por fraude|wegen betrug|pour fraude
fuera de plazo|fuera de politica|fuera de la politica|demasiado tarde|fraude|plazo vencido|no aplica|sin comprobante
fora do prazo|fora da politica|tarde demais|prazo vencido|sem comprovante|nao se aplica
hors delai|hors politique|trop tard|delai depasse|sans justificatif|pas eligible
zu spat|frist abgelaufen|ausserhalb der frist|betrug|kein anspruch|kein nachweis|nicht erstattungsfahig|ausserhalb der richtlinie`),
];

/** There is nothing left to pay: the reason of a refusal, never of a yes. */
export const settled = combined(
  'ya fue|ya se|ya se ha|ya ha sido|ya esta|ya|ya lo|ya lo hemos|ya le|deja|deja ete|a deja ete|il a deja ete|ja foi|ja|ja esta|ja foi tudo|bereits|schon|wurde schon|wurde bereits|ist schon|ist bereits|already|was already|is already|has already been|have already been|it was already|we already|i already',
  'reembolsado|reembolsada|reembolso|devuelto|devolvimos|pagado|rembourse|remboursee|paye|estornado|devolvido|erstattet|bezahlt|zuruckgezahlt|refunded|paid|returned|credited|refunded it|refunded them|paid back',
);

/** Times that stand beside a reason of refusal. */
export const past = list(
  `last week|last month|yesterday|today|this week|last year|on monday|on tuesday|on wednesday|on thursday|on friday|twice|la semana pasada|ayer|el mes pasado|semana passada|na semana passada|ontem|mes passado|la semaine derniere|hier|le mois dernier|letzte woche|gestern|letzten monat`,
);

/** Asks to have something first, and says what. */
export const changes = [
  ...combined('receipt|invoice|proof|evidence', 'first|please|pls|missing|is missing'),
  ...combined(
    'i need|we need|need|needs|need more|i need more|we need more|more|some more',
    'proof|receipt|invoice|evidence|documentation|details|info|information|context',
  ),
  ...list(`request changes|changes requested|changes please|needs changes|need changes|wheres the receipt|where is the receipt|get the receipt|wrong amount
primero el recibo|primero la factura|solicito cambios|pido cambios|solicito alteracoes|modifications demandees|anderungen notig|erst den beleg|zuerst den beleg|erst die rechnung`),
];

/** Asks to have what is named beside it. */
export const lack = [
  ...combined('i need|we need|need|needs', 'the|a|an|to see|_'),
  ...combined(
    'please|pls|kindly',
    'attach|provide|add|send|send me|upload|share|include|fix|correct|change',
  ),
  ...combined('attach|provide|add|send|upload|fix|correct', 'the|a'),
  ...list(`missing|is missing|send me|show me|get me the
necesito|necesitamos|se necesita|hace falta|falta|faltan|adjunta|adjunte|adjuntar|envia el|envie el|enviame|mandame|manda el|por favor envia|por favor adjunta
preciso|precisamos|precisa do|precisa de|faltando|anexe|anexar|envie|envia|mande|manda o|me envie|me mande|favor enviar|favor anexar|por favor envie|por favor anexe
il faut|il me faut|il nous faut|il manque|manque|jai besoin|nous avons besoin|besoin du|besoin de|besoin dun|besoin dune|joindre|joignez|merci de joindre|merci denvoyer|envoyez|envoie|veuillez joindre|veuillez envoyer|fournir
brauche|ich brauche|wir brauchen|brauchen wir|benotige|wir benotigen|fehlt|fehlen|es fehlt|bitte anhangen|bitte nachreichen|nachreichen|bitte schicken|schick mir|schicken sie|bitte senden|bitte erganzen|bitte korrigieren`),
];

/** What an approver may ask for. */
export const evidence =
  list(`pod|proof of delivery|delivery proof|delivery confirmation|delivery note|signature|signed contract|contract|receipt|receipts|invoice|invoices|proof|evidence|documentation|document|documents|screenshot|screenshots|photo|photos|picture|pictures|tracking|statement|statements|details|info|information|number|amount|order number|reason|confirmation|changes|address|email|reference|currency|id
recibo|factura|comprobante|prueba|prueba de entrega|pruebas|foto|fotos|captura|extracto|ticket|datos|importe|monto|numero|documento|motivo
comprovante|comprovante de entrega|nota|nota fiscal|prova|print|extrato|dados|valor|documento
recu|justificatif|preuve|la preuve|preuve de livraison|la preuve de livraison|bon de livraison|capture|releve|montant|numero|facture
zustellnachweis|liefernachweis|lieferschein|beleg|belege|quittung|rechnung|nachweis|nachweise|kontoauszug|betrag|nummer|bestellnummer|foto|unterlagen`);

export const contest =
  list(`just contest|just contest it|contest|contest it|contest this|contest this one|go ahead and contest|go ahead and contest it|fight this one|dispute this one|contested|i contest|we contest|lets contest|lets contest it|we should contest|contest the chargeback|fight it|fight this|lets fight it|lets fight|we fight it|fight|dispute it|dispute the chargeback|challenge it|challenge|represent|represent it|represent the case|defend it|defend|submit evidence|push back
impugnar|impugnalo|impugnamos|disputar|disputalo|disputamos|lo disputamos|pelear|contestar|contestamos|vamos contestar|conteste|contesta|contester|contestez|on conteste|nous contestons|je conteste|anfechten|wir fechten an|fechten wir an|bestreiten|wir bestreiten|bestreiten wir|widersprechen|wir widersprechen`);

export const accept =
  list(`just accept|accept liability|we accept liability|liability accepted|accept|accept it|accept this|accept this one|just accept it|go ahead and accept|go ahead and accept it|accept the loss|accept the chargeback|i accept|i accept the loss|we accept|we accept the loss|we accept it|accepted|accepted as a loss|accept loss|take the loss|we take the loss|eat the loss|write it off|write off|written off|concede|concede it|let it go
aceptar|aceptar la perdida|acepto|acepto la perdida|aceptamos|aceptamos la perdida|asumimos la perdida|aceitar|aceitar a perda|aceito|aceito a perda|aceitamos|aceitamos a perda|assumimos a perda|accepter|accepter la perte|jaccepte|jaccepte la perte|nous acceptons|nous acceptons la perte|on accepte|on accepte la perte|akzeptieren|akzeptiert|verlust akzeptieren|wir akzeptieren|wir akzeptieren den verlust|akzeptieren wir|verlust hinnehmen`);
