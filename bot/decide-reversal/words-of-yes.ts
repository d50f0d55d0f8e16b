import { combined, list } from './phrases.js';

const objects =
  '_|it|this|this one|this refund|the refund|the request|this request|this reversal|the full amount|this payment|the full refund';

/** Says plainly, and of this entry, that it is approved; a reason may follow. */
export const approve = [
  ...combined('i|we|i hereby|we hereby|hereby|i fully|lets|let us|yes i', 'approve', objects),
  ...combined(
    'go ahead with|proceed with|please go ahead with|please proceed with|you can go ahead with|you can proceed with|you may proceed with',
    'it|this|this one|refund|this refund|the refund|the request|this request|the full amount|the full refund',
  ),
  ...combined(
    'lets refund|let us refund',
    'it|this|this one|him|her|them|the customer|this customer',
  ),
  ...combined(
    'apruebo|autorizo|adelante con|procede con|proceda con|procedan con|proceder con|puede proceder con|puedes proceder con|pueden proceder con|aprobado|aprobada|aprobamos',
    'el reembolso|la devolucion|este reembolso|esta devolucion|la solicitud',
  ),
  ...combined(
    'aprovo|autorizo|pode seguir com|pode prosseguir com|podem prosseguir com|aprovado|aprovada|aprovamos',
    'o reembolso|a devolucao|o estorno|este reembolso|esse reembolso|este estorno',
  ),
  ...combined(
    'japprouve|nous approuvons|je valide|daccord pour|ok pour|accord pour|jaccorde',
    'le remboursement|ce remboursement|la demande',
  ),
  ...combined(
    'ich genehmige|wir genehmigen|ich gebe',
    'die erstattung|die erstattung frei|die auszahlung|die ruckerstattung',
  ),
  ...combined(
    'you can|you may|feel free to|ok to|okay to|fine to|all good to',
    'refund',
    '_|it|this|this one|him|her|them|the customer|in full|the full amount',
  ),
  ...combined('you can|you may|feel free to|ok to|okay to|clear to', 'proceed|go ahead'),
  ...combined(
    'go ahead|please go ahead|proceed|please proceed',
    'when you can|whenever you can|when you get a chance|as soon as you can|as soon as possible',
  ),
  ...combined('refund|request|this refund|the refund|this request', 'is approved|granted'),
  ...combined('this|this one|it|the refund', 'is approved|has my approval'),
  ...list(`approved|aproved|appoved|approvd|apprvd|aprvd|apprd|apprved|apporved|approvedd|aprroved|fully approved|approved in full|approved as requested|approved this time|approved this once
i approve|i approve it|i approve this|we approve|consider it approved|consider this approved|you have my approval|youve got my approval|you got my approval|you have my go ahead|you got my ok|you got the green light|full approval|full refund is fine|has my approval|my approval is given|approval granted|approval given|is approved|its approved|this ones approved|hereby approved
go ahead|go ahead with refund|go ahead w refund|proceed with refund|go for it|lets go ahead|lets do it|i do approve|we do approve|please go ahead|good to go|all good to go|green light|green light from me|you have the green light|green light given|you have my ok|you have my blessing
i authorize the refund|i authorise the refund|do it|just do it|endorsed|signed off|signed off by me|signing off on this|signing off on it|signing this off|i sign off|i sign off on this|i sign this off|sign off given|sign off granted|you have my sign off|my sign off|approving|approving this|approving it|im approving|im approving this|i am approving this|approved by me|request approved|this request is approved|approve from me|approval from me|ok to pay|please proceed|proceed|yes from me|a yes from me|its a yes|its a yes from me|thats a yes|thats a yes from me|thumbs up from me
aprobado|aprobada|apruebo|lo apruebo|la apruebo|yo apruebo|yo lo apruebo|queda aprobado|queda aprobada|esta aprobado|aprobamos|autorizo|lo autorizo|pueden reembolsar|pueden devolver|pueden pagar|pueden proceder|puede proceder|puedes proceder|adelante|procede|procedan|proceda|visto bueno|tiene mi visto bueno|luz verde|tienes mi aprobacion|tiene mi aprobacion
aprovado|aprovada|aprovo|eu aprovo|aprovamos|ta aprovado|ta autorizado|esta autorizado|esta aprovado|pode aprovar|pode pagar|pode reembolsar|pode estornar|pode devolver|pode seguir|pode prosseguir|podem seguir|podem prosseguir|podem reembolsar|podem estornar|podem pagar|podem fazer o reembolso|podem fazer o estorno|podem devolver|pode devolver o valor|podem devolver o valor|pode fazer o reembolso|pode fazer o estorno|sinal verde
approuve|approuvee|japprouve|je lapprouve|nous approuvons|je valide|valide|validee|cest approuve|cest valide|bon pour accord|accord donne|accorde|jautorise|feu vert|vas y|allez y|tu peux y aller|vous pouvez y aller|vous pouvez rembourser|tu peux rembourser
genehmigt|genehmige ich|genehmige ich hiermit|ist genehmigt|hiermit genehmigt|hiermit freigegeben|freigegeben|ist freigegeben|ich genehmige|ich genehmige es|ich genehmige das|ich gebe frei|gebe ich frei|freigabe erteilt|freigabe von mir|freigabe meinerseits|meine freigabe|grunes licht|bewilligt|geht klar|kann raus|kann erstattet werden|darf erstattet werden`),
];

/**
 * As plain, but also said of payments, of others' words or of looks: beside it no reason is certain,
 * for "authorised, payment captured" and "granted, the item was late" decide nothing.
 */
export const granted =
  list(`authorized|authorised|i authorize|i authorise|granted|agreed|i agree|we agree|agree|i agree with the refund|i agree to the refund
lgtm|looks good to me|looks good|looks fine to me|looks right to me
autorizado|autorizada|estoy de acuerdo|estou de acordo|concordo|jaccepte|cest bon pour moi|autorise|je suis daccord|bin einverstanden|ich bin einverstanden|zugestimmt|stimme zu|ich stimme zu`);

/** An order that is a decision by itself, but a request to somebody else beside "please". */
export const order = [
  ...combined('process', objects.slice(2)),
  ...combined(
    'issue|process|give them|give him|give her',
    'the refund|a refund|a full refund|refund',
  ),
  ...combined(
    'send|give|return',
    'the money back|them the money back|them their money back|him his money back|her her money back|the customer their money back',
  ),
  ...combined(
    'refund|reimburse',
    'it|him|her|them|this|this one|the customer|the full amount|the money',
  ),
  ...list(`approve|approve the full amount|approve as requested|approve in full|aprove|approve it|approve this|approve this one|approve the refund|approve refund|pay it out|pay it back|pay them back|pay him back|pay her back|return it
sign it off
aprobar|aprobarlo|apruebalo|reembolsalo|reembolsale|reembolsadlo|reembolsenlo|devuelvanlo|devuelvelo|devuelvele el dinero|devolver|devolver el dinero|devolver al cliente|reembolsar al cliente|reembolsen al cliente|reembolse al cliente|devolver o valor|devolver o dinheiro|reembolsar o cliente|devolver ao cliente|aprovar|aprove|aprova|reembolse|estorne|devolva|approuver|valider|rembourse|remboursez|remboursez le|rembourse le|remboursez le client|rembourse le client|rembourser le client|genehmigen|freigeben|bitte freigeben|erstatten|erstattet es|erstatte es|erstatte das|auszahlen|uberweisen|zuruckzahlen|veranlassen|anweisen`),
];

/** Says yes, but only in answer to the card. */
export const bare =
  list(`ok|okay|okey|a ok|oke|oki|okie|okk|yes|yess|yesss|yes that works|gladly|by all means|im good with that|yep|yup|yeah|yea|aye|sure|sure thing|fine|fine by me|fine with me|fine for me|thats fine|that is fine|its fine|all fine|+1|alright|all right|of course|certainly|absolutely|definitely|affirmative|works for me|good for me|good by me|sounds good|sounds good to me|totally fine|perfectly fine|absolutely fine|good from my side|good from me|all good from me|all good from my side|i am fine with this|i am fine with it|im fine with the refund|im ok with the refund|im okay with the refund|im good with the refund|fine with the refund|i am ok with this|i am okay with this|thats ok|that is ok|thats okay|that is okay|thats fine by me|thats fine with me|im ok with it|im ok with this|im ok with that|im okay with it|im okay with this|i am ok with it|im fine with it|im fine with this|im fine with that|ok with me|ok for me|ok by me|okay with me|okay by me|im good with this|im good with it|im good with this one|im ok with this one|im okay with this one|im fine with this one|i am good with this|very well|yes of course|yes you can|yes sure
de acuerdo|si|claro|claro que si|si claro|por supuesto|vale|dale|hazlo|haganlo|hagalo|esta bien|muy bien|me parece bien
de acordo|sim|claro que sim|com certeza|beleza|blz|ta bom|pode fazer|manda ver|esta bom|por mim tudo bem
daccord|oui|ouais|bien sur|tres bien|ca marche|ca me va|ca me convient|cest ok|ok pour moi|tout a fait
einverstanden|ja|jawohl|jep|klar|sicher|mach|mach das|mach es|mach ruhig|na klar|ja klar|ja gerne|ja gern|passt|jo passt|passt so|passt fur mich|in ordnung|ist in ordnung|geht in ordnung|ist ok|ok fur mich|naturlich|selbstverstandlich|auf jeden fall`);

/** Near a yes, but also said of a fact, of news or of what the speaker did before: asked about. */
export const weak = [
  ...combined(
    'approved|i approved|we approved|i have approved|ive approved|have approved|i already approved',
    'it|this|this one|the refund|the request|them',
  ),
  ...list(`process|i approved|we approved|have approved|i have approved|ive approved|confirmed|i confirm|accepted|seems fair|seems right|looks correct|thats correct|that is correct|seems ok|seems legit|sounds fair|makes sense to me|looks legit|happy to approve|im happy to approve|glad to approve|makes sense|fair enough|kk|go|jo|cest bon
sounds right|looks right|this looks right|it looks right|pay it|ok then|okay then|alright then|fine then|sieht gut aus|parece correcto|parece correto|sign off
perfecto|conforme|correcto|confirmado|me parece|pode ser|pode ir|liberado|liberada|perfeito|isso mesmo|isso|certo|parfait|confirme|bestatigt|wird genehmigt`),
];

/** Ordinary words that only say what is approved. */
export const object =
  list(`ca|it|this|this one|the refund|the request|the payment|the money|a refund|him|her|them|the customer|as requested|as asked
el reembolso|la devolucion|la solicitud|el pago|lo|este
o reembolso|a devolucao|o estorno|o pedido|o valor
le remboursement|la demande|le client
die erstattung|die ruckerstattung|den antrag|der antrag|die auszahlung|das|es|dies`);

/** The refund by one word: an order behind a yes, or what is approved in front of one. */
export const refund = list(
  `refund|reimburse|reembolso|devolucion|reembolsar|estorno|devolucao|estornar|reembolse o cliente|remboursement|rembourser|erstattung|ruckerstattung|geld zuruck|dinero de vuelta|dinheiro de volta`,
);

/** All of it: beside a lower amount it contradicts. */
export const whole = list(
  `full refund|a full refund|the full refund|the full amount|for the full amount|full amount|in full|in total|all of it|the whole amount|100%|el total|el importe completo|reembolso completo|reembolso total|o valor total|integral|reembolso integral|le montant total|en totalite|remboursement total|remboursement complet|in voller hohe|den vollen betrag|voller betrag|volle erstattung`,
);

/** A part of it: certain only where the amount is told. */
export const part = list(
  `partial refund|a partial refund|partial|part refund|reembolso parcial|estorno parcial|remboursement partiel|teilerstattung`,
);

/** Leads to a lower amount, and says that it is one. */
export const only =
  list(`but only|only|but just|just|for only|only for|for just|just for|but only for|but just for|not more than that
pero solo|solo|solamente|unicamente|pero solo por|solo por|pero unicamente|nada mas
mas so|so|somente|apenas|mas apenas|mas somente|so no valor de|mas so no valor de
mais seulement|seulement|mais uniquement|uniquement|mais seulement pour|seulement pour
aber nur|nur|lediglich|aber lediglich|nur uber|aber nur uber|aber nur fur|nur fur`);

/** Leads to an amount; nothing else may follow it. */
export const amountLead =
  list(`the|the full|for the|for|of|but for|for the amount of|the amount of|at the amount of
por un importe de|por valor de|por un valor de
no valor de
pour|mais pour|a hauteur de|de
uber|in hohe von|fur`);

/** Leads to an amount only where it has a unit: "aprobado por 2" may be two people. */
export const per = list('por');

/** The card's own amount behind these is what the stated one replaces. */
export const instead = list(
  'instead|instead of|rather than|not the|not|statt|anstatt|nicht|en vez de|en lugar de|em vez de|au lieu de|plutot que|pas',
);

/**
 * Long words of a decision that are known with one letter wrong, too many, missing or swapped:
 * another word of the same beginning and end is not in any of the five languages.
 */
export const typedAmiss = list(
  'approved|approve|aprobado|aprobada|aprovado|aprovada|genehmigt|freigegeben|rejected',
);
