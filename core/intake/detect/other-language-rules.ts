import type { PhraseRule } from './phrase-rule.js';

/** Spanish, Portuguese, French and German: the same things as said there, accents off. */
export const otherLanguageRules: readonly PhraseRule[] = [
  // Spanish
  rule(
    'refund',
    0.92,
    'pide un reembolso',
    /\b(?:quiero|quisiera|necesito|solicito|pido|exijo|favor|pueden|podrian|puedo|deseo|me gustaria|espero|esperando|cuando|donde)\b[^.?!]{0,50}\b(?:reembols\w*|devoluci?on|devuelv\w*|devolver\w*|reintegr\w*)\b/,
  ),
  rule(
    'refund',
    0.92,
    'pide que le devuelvan el dinero',
    /\bdevuelv(?:an|e|a|anme|eme)(?:me|lo|nos)?\b[^.?!]{0,30}(?:dinero|importe|\d)|\bdevolver(?:me)?\b[^.?!]{0,20}\bdinero\b|\breembols(?:en|enme|arme|eme)\b/,
  ),
  rule('refund', 0.62, 'habla de un reembolso', /\breembols\w*\b|\bdevolucion\b/),
  rule(
    'merchant_error',
    0.93,
    'cobrado dos veces',
    /\b(?:cobr\w*|carg\w*|factur\w*|debit\w*|pag\w*)\b[^.?!]{0,50}\b(?:dos veces|doble|duplicad\w*|2 veces|por duplicado|varias veces)\b|\b(?:doble|duplicad\w*) (?:cobro|cargo|pago)\b|\b(?:cobro|cargo|pago) (?:doble|duplicado)\b/,
  ),
  rule(
    'merchant_error',
    0.88,
    'cobrado un importe equivocado',
    /\b(?:cobr\w*|factur\w*|carg\w*)\b[^.?!]{0,40}\b(?:en lugar de|en vez de|de mas|importe (?:incorrecto|equivocado)|precio (?:incorrecto|equivocado)|monto (?:incorrecto|equivocado))/,
  ),
  rule(
    'chargeback',
    0.9,
    'no reconoce un cargo',
    /\bno (?:reconozco|reconoce|autorice|he autorizado|hice|realice|he hecho|he realizado)\b[^.?!]{0,50}\b(?:cargo|cobro|pago|compra|transaccion|movimiento|adeudo|retiro)|\b(?:cargo|cobro|pago|compra|transaccion|movimiento)s?\b[^.?!]{0,50}\b(?:no (?:reconozco|autorice|autorizad\w*|hice|realice|es mi\w*)|fraudulent\w*|desconocid\w*|sin (?:mi )?autorizacion)/,
  ),
  rule('chargeback', 0.95, 'habla de un contracargo', /\bcontracargos?\b|\bretrocesion(?:es)?\b/),
  rule(
    'bank_reversal',
    0.92,
    'devuelto por el banco',
    /\b(?:recibo|adeudo|domiciliacion|transferencia|cheque|pago|debito)\b[^.?!]{0,40}\b(?:devuelt\w*|rechazad\w* por (?:el|su) banco|impagad\w*|fondos insuficientes|sin fondos)|\bdevolucion (?:bancaria|de recibo|del recibo)/,
  ),
  rule(
    'system_error',
    0.9,
    'cobrado aunque el sistema fallo',
    /\b(?:cobr\w*|cargaron|pago|pague|debitaron|dinero)\b[^?!]{0,70}\b(?:pero|aunque|y)\b[^?!]{0,50}\b(?:pedido no|no (?:se )?(?:genero|creo|confirmo|recibi (?:la )?confirmacion|hay pedido|aparece el pedido)|error|fallo|pagina (?:se )?(?:cayo|colgo|fallo)|caducad\w*)|\b(?:error|fallo) (?:del sistema|tecnico|de la pagina|en la web)\b[^?!]{0,60}\b(?:cobr\w*|cargo|pago|dinero|duplic\w*)/,
  ),
  // Portuguese
  rule(
    'refund',
    0.92,
    'pede reembolso',
    /\b(?:quero|gostaria|preciso|solicito|peco|exijo|favor|podem|poderiam|posso|desejo|aguardo|aguardando|quando|cade|onde)\b[^.?!]{0,50}\b(?:reembols\w*|estorn\w*|devoluc\w*|devolv\w*|ressarci\w*)\b/,
  ),
  rule(
    'refund',
    0.92,
    'pede o dinheiro de volta',
    /\bdinheiro de volta\b|\bdevolv(?:am|er|a|em)\b[^.?!]{0,30}(?:dinheiro|valor|\d)|\bestorn(?:em|ar|e|o)\b[^.?!]{0,30}(?:valor|compra|cobranca|pagamento|\d)/,
  ),
  rule('refund', 0.62, 'fala de reembolso', /\breembolso\b|\bestorno\b/),
  rule(
    'merchant_error',
    0.93,
    'cobrado duas vezes',
    /\b(?:cobr\w*|debit\w*|pag\w*|fatur\w*|lanc\w*)\b[^.?!]{0,50}\b(?:duas vezes|2 vezes|em dobro|em duplicidade|duplicad\w*|varias vezes)\b|\b(?:cobranca|pagamento|debito) (?:duplicad\w*|dupl[ao]|em dobro|em duplicidade)\b|\bdupla cobranca\b/,
  ),
  rule(
    'merchant_error',
    0.88,
    'cobrado um valor errado',
    /\b(?:cobr\w*|fatur\w*|debit\w*)\b[^.?!]{0,40}\b(?:em vez de|ao inves de|no lugar de|a mais|valor (?:errado|incorreto)|preco (?:errado|incorreto))/,
  ),
  rule(
    'chargeback',
    0.9,
    'nao reconhece uma compra',
    /\bnao (?:reconheco|reconhece|autorizei|fiz|realizei)\b[^.?!]{0,50}\b(?:compra|cobranca|pagamento|debito|transacao|lancamento|saque)|\b(?:compra|cobranca|pagamento|debito|transacao|lancamento|saque)s?\b[^.?!]{0,50}\b(?:nao (?:reconheco|reconhecid\w*|autorizei|autorizad\w*|fiz|e minha)|fraudulent\w*|desconhecid\w*|sem (?:minha )?autorizacao)|\bcontest(?:ar|o|acao)\b[^.?!]{0,40}\b(?:compra|cobranca|transacao)/,
  ),
  rule(
    'bank_reversal',
    0.92,
    'devolvido pelo banco',
    /\b(?:debito|boleto|cheque|transferencia|pagamento|debito automatico|ted|pix)\b[^.?!]{0,40}\b(?:devolvid\w*|recusad\w* pelo banco|sem fundos|sem saldo|saldo insuficiente|estornad\w* pelo banco)/,
  ),
  rule(
    'system_error',
    0.9,
    'cobrado embora o sistema falhou',
    /\b(?:cobr\w*|debit\w*|paguei|pagamento|dinheiro|valor)\b[^?!]{0,70}\b(?:mas|porem|e)\b[^?!]{0,50}\b(?:pedido nao|nao (?:gerou|criou|confirmou|recebi (?:a )?confirmacao|aparece|foi (?:gerado|criado|confirmado))|deu erro|erro|falhou|travou|caiu|expirou)|\b(?:erro|falha) (?:do sistema|no sistema|tecnic\w*|do site|no site)\b[^?!]{0,60}\b(?:cobr\w*|debit\w*|pag\w*|duplic\w*)/,
  ),
  // French
  rule(
    'refund',
    0.92,
    'demande un remboursement',
    /\b(?:veux|voudrais|souhaite|demande|exige|merci de|pouvez|pourriez|puis|aimerais|besoin|attends|attente|quand|veuillez|souhaiterais)\b[^.?!]{0,50}\b(?:rembours\w*|restitu\w*|rendre (?:mon|l)\b|recrediter)/,
  ),
  rule(
    'refund',
    0.92,
    'demande un remboursement',
    /\brembours(?:ez|er|ement)(?:-moi)?\b[^.?!]{0,30}(?:moi|ma commande|mon achat|mon argent|somme|montant|\d)|\brendez-moi mon argent\b|\brecuperer mon argent\b/,
  ),
  rule('refund', 0.62, 'parle d’un remboursement', /\brembours\w*\b/),
  rule(
    'merchant_error',
    0.93,
    'preleve deux fois',
    /\b(?:preleve\w*|debite\w*|facture\w*|paye\w*|paiement|prelevement|compte)\b[^.?!]{0,50}\b(?:deux fois|2 fois|en double|double|plusieurs fois)\b|\bdouble (?:prelevement|paiement|debit|facturation)\b/,
  ),
  rule(
    'merchant_error',
    0.88,
    'un montant errone',
    /\b(?:preleve\w*|debite\w*|facture\w*|paye\w*)\b[^.?!]{0,40}\b(?:au lieu d|en trop|mauvais (?:montant|prix)|montant (?:errone|incorrect)|prix (?:errone|incorrect))/,
  ),
  rule(
    'chargeback',
    0.9,
    'ne reconnait pas un paiement',
    /\b(?:ne )?(?:reconnais|reconnait|autorise|effectue|fait) (?:pas|jamais)\b[^.?!]{0,50}\b(?:paiement|prelevement|debit|achat|transaction|operation|retrait)|\b(?:paiement|prelevement|debit|achat|transaction|operation|retrait)s?\b[^.?!]{0,50}\b(?:(?:ne )?reconnais pas|pas (?:autorise\w*|effectue\w*|fait|reconnu\w*)|non (?:autorise\w*|reconnu\w*)|frauduleu\w*|inconnu\w*)|\bpas autorise\b[^.?!]{0,40}\b(?:paiement|prelevement|debit|achat)|\bcontest(?:er|e)\b[^.?!]{0,40}\b(?:paiement|prelevement|debit|transaction|achat)/,
  ),
  rule('chargeback', 0.95, 'parle d’une retrofacturation', /\bretrofacturations?\b/),
  rule(
    'bank_reversal',
    0.92,
    'rejete par la banque',
    /\b(?:prelevement|virement|cheque|paiement)s?\b[^.?!]{0,40}\b(?:rejete\w*|retourne\w*|impaye\w*|sans provision|provision insuffisante|refuse\w* par (?:la|sa|votre) banque)|\brejet (?:de prelevement|bancaire)/,
  ),
  rule(
    'system_error',
    0.9,
    'debite bien que le systeme ait echoue',
    /\b(?:debite\w*|preleve\w*|paye\w*|paiement|argent)\b[^?!]{0,70}\b(?:mais|alors que|et|pourtant)\b[^?!]{0,50}\b(?:commande n|pas de (?:commande|confirmation)|aucune (?:commande|confirmation)|erreur|echoue\w*|plante\w*|bug|site (?:est|a))|\b(?:erreur|panne|bug) (?:du systeme|systeme|technique|informatique|du site)\b[^?!]{0,60}\b(?:debit\w*|prelev\w*|paiement|pay\w*|double)/,
  ),
  // German
  rule(
    'refund',
    0.92,
    'bittet um Erstattung',
    /\b(?:mochte|will|bitte|brauche|fordere|verlange|konnen|konnten|kann|warte|wann|wo|bitten|hatte gern)\b[^.?!]{0,60}(?:erstatt\w*|ruckerstatt\w*|zuruckerstatt\w*|zuruckzahl\w*|zurucküberweis\w*|zuruckuberweis\w*|ruckzahlung|zuruckbuch\w*)/,
  ),
  rule(
    'refund',
    0.92,
    'will das Geld zuruck',
    /\bgeld\b[^.?!]{0,30}\bzuruck\b|\bzuruck\b[^.?!]{0,20}\bgeld\b|\berstatten sie\b|\b(?:uberweisen|zahlen|buchen) sie\b[^.?!]{0,40}\bzuruck\b/,
  ),
  rule(
    'refund',
    0.62,
    'spricht von einer Erstattung',
    /\b(?:ruck|zuruck)?erstattung\b|\bruckzahlung\b|\bruckerstatt\w*/,
  ),
  rule(
    'merchant_error',
    0.93,
    'doppelt abgebucht',
    /\b(?:doppelt|zweimal|zwei ?mal|2x|2 mal|mehrfach)\b[^.?!]{0,40}(?:abgebucht|belastet|berechnet|bezahlt|abgezogen|eingezogen|gebucht|verrechnet)|(?:abgebucht|belastet|berechnet|bezahlt|abbuchung|zahlung|belastung)\b[^.?!]{0,40}\b(?:doppelt|zweimal|zwei mal)\b|\bdoppelte (?:abbuchung|zahlung|belastung|buchung)\b|\bdoppelabbuchung/,
  ),
  rule(
    'merchant_error',
    0.88,
    'ein falscher Betrag',
    /(?:abgebucht|belastet|berechnet|bezahlt|verrechnet)?\b[^.?!]{0,30}\d[^.?!]{0,12}\b(?:statt|anstatt|anstelle)\b[^.?!]{0,12}\d|\bfalsche[rn]? (?:betrag|preis)\b[^.?!]{0,40}(?:abgebucht|belastet|berechnet|bezahlt)|\bzu viel (?:abgebucht|berechnet|bezahlt|belastet)/,
  ),
  rule(
    'chargeback',
    0.9,
    'kennt eine Abbuchung nicht',
    /(?:abbuchung|belastung|zahlung|buchung|lastschrift|transaktion|umsatz|abhebung)(?:en)?\b[^.?!]{0,60}\b(?:nicht (?:erkenne|kenne|autorisiert|veranlasst|getatigt|von mir|genehmigt|gemacht)|kenne ich nicht|erkenne ich nicht|unbekannt\w*|unberechtigt\w*|betrugerisch\w*)|\b(?:unbekannte|unberechtigte|nicht autorisierte|betrugerische|fremde)[nrs]? (?:abbuchung|belastung|zahlung|buchung|lastschrift|transaktion|abhebung)|\bkenne (?:ich )?(?:diese|die|den)\b[^.?!]{0,30}(?:abbuchung|belastung|zahlung|buchung|lastschrift|umsatz)[^.?!]{0,10}\bnicht\b/,
  ),
  rule(
    'bank_reversal',
    0.94,
    'eine Rucklastschrift',
    /\bruck(?:lastschrift|buchung)(?:en)?\b|\blastschrift\b[^.?!]{0,40}\b(?:zuruckgegeben|geplatzt|mangels deckung|nicht eingelost|zuruckgebucht|retourniert)|\bmangels deckung\b|\b(?:uberweisung|zahlung)\b[^.?!]{0,40}\b(?:von der bank )(?:zuruck\w*)/,
  ),
  rule(
    'system_error',
    0.9,
    'abgebucht trotz Fehler',
    /(?:abgebucht|belastet|bezahlt|zahlung|geld)\b[^?!]{0,70}\b(?:aber|obwohl|und|jedoch)\b[^?!]{0,60}(?:bestellung (?:wurde nicht|ist nicht|nicht|fehlgeschlagen)|keine (?:bestellung|bestatigung|bestellbestatigung)|fehler|fehlgeschlagen|abgesturzt|abgebrochen|timeout)|(?:systemfehler|technische[rn]? (?:fehler|defekt|storung)|serverfehler)\b[^?!]{0,60}(?:abgebucht|belastet|bezahlt|zahlung|doppelt)/,
  ),
];

function rule(type: PhraseRule['type'], weight: number, why: string, pattern: RegExp): PhraseRule {
  return { type, weight, why, pattern };
}
