/**
 * The words a thread answer may be made of, in English, Spanish, Portuguese, French and German.
 * Written without accents and apostrophes, in small letters: `answer-text.ts` brings text to that
 * form. A yes counts only when every word of the answer stands in one of these lists.
 */
export type WordKind =
  | 'approve'
  | 'order'
  | 'bare'
  | 'reject'
  | 'no'
  | 'changes'
  | 'contest'
  | 'accept'
  | 'filler'
  | 'please'
  | 'only'
  | 'reason'
  | 'because'
  | 'condition'
  | 'later'
  | 'question'
  | 'noise'
  | 'instead'
  | 'settled';

const list = (text: string) =>
  text
    .split(/[|\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length > 0);

/** Every word of the first list before every word of the second, and so on. */
const combined = (...parts: readonly string[]): readonly string[] =>
  parts
    .map(list)
    .reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`)))
    .map((phrase) => phrase.replaceAll('_', '').replace(/ +/g, ' ').trim());

const objects =
  '_|it|this|this one|this refund|the refund|this request|the request|this reversal|the full amount|this payment';

/** Says plainly that it is approved. */
const approve = [
  ...combined('i|we|i hereby|we hereby|hereby|i fully|lets|let us|yes i', 'approve', objects),
  ...combined(
    'go ahead with|proceed with|please go ahead with|please proceed with',
    objects.slice(2),
  ),
  ...combined(
    'apruebo|autorizo|adelante con|procede con|aprobado',
    'el reembolso|la devolucion|este reembolso|esta devolucion',
  ),
  ...combined(
    'aprovo|autorizo|pode seguir com|aprovado',
    'o reembolso|a devolucao|o estorno|este reembolso',
  ),
  ...combined(
    'japprouve|je valide|daccord pour|ok pour|accord pour',
    'le remboursement|ce remboursement|la demande',
  ),
  ...combined('ich genehmige|ich gebe', 'die erstattung|die erstattung frei|die auszahlung'),
  ...list(`lets go ahead|allez y|approvedd|aprroved|approveed|appproved|aprooved|fully approved|approved in full|refund is approved|
approved|aproved|appoved|approvd|apporved|i approve|i approve it|i approve this|we approve|have approved
i have approved|ive approved|consider it approved|you have my approval|approval granted|approval given|is approved|its approved|this is approved
go ahead|go for it|please go ahead|feel free to refund|good to go|green light from me|you have the green light|lgtm|looks good to me|looks good|all good to refund
authorized|authorised|i authorize|i authorise|granted|request granted|do it|refund approved|agreed|accepted|endorsed|signed off
happy to approve|im happy to approve|approving|approving this|approving it|approve from me|approval from me|ok to refund|okay to refund|fine to refund|ok to pay|ok to proceed|okay to proceed|you may proceed|you can proceed|please proceed|proceed
aprobado|aprobada|apruebo|lo apruebo|la apruebo|yo apruebo|queda aprobado|queda aprobada|esta aprobado|autorizado|autorizada|autorizo|lo autorizo|adelante|procede|visto bueno|tiene mi visto bueno|estoy de acuerdo
aprovado|aprovada|aprovo|eu aprovo|esta aprovado|pode aprovar|pode pagar|pode reembolsar|pode estornar|pode devolver|pode seguir|pode prosseguir|podem seguir|autorizo o reembolso|autorizo a devolucao|estou de acordo
approuve|approuvee|japprouve|je lapprouve|je valide|valide|validee|cest approuve|cest valide|cest bon pour moi|bon pour accord|accord donne|autorise|jautorise|je suis daccord|feu vert|vas y|allez y
genehmigt|ist genehmigt|hiermit genehmigt|freigegeben|ist freigegeben|ich genehmige|ich genehmige es|ich genehmige das|ich gebe frei|gebe ich frei|freigabe erteilt|bin einverstanden|ich bin einverstanden|zugestimmt|stimme zu|ich stimme zu|bewilligt|geht klar|kann raus`),
];

/** An order that is a decision by itself, but a request to somebody else beside "please". */
const order = [
  ...combined('process', objects),
  ...list(`approve|approve the full amount|approve as requested|approve in full|aprove|approve it|approve this|approve this one|approve the refund|approve refund|refund it|refund him|refund her|refund them|refund the customer|pay it|pay it out|pay it back|return it
sign off|sign it off
aprobar|aprobarlo|apruebalo|reembolsalo|devuelvelo|aprovar|aprove|aprova|reembolse|estorne|approuver|valider|rembourse|remboursez|remboursez le|genehmigen|freigeben|bitte freigeben|erstatten|auszahlen`),
];

/** Says yes, but only in answer to the card. */
const bare =
  list(`ok|okay|okey|oke|okk|kk|yes|yess|yep|yup|yeah|yea|aye|sure|sure thing|fine|fine by me|fine with me|fine for me|thats fine|that is fine|its fine|all fine|+1|alright|all right|of course|certainly|absolutely|definitely|affirmative|confirmed|works for me|good for me|good by me|all good|sounds good|i am fine with this|i am fine with it|i am ok with this|thats ok|that is ok|thats okay|that is okay|im ok with it|im ok with this|im ok with that|i am ok with it|im fine with it|im fine with this|im fine with that|ok with me|ok for me|ok by me|okay with me|okay by me|im good with this|im good with it|very well
de acuerdo|conforme|si|claro|claro que si|por supuesto|vale|dale|perfecto|esta bien|muy bien|todo bien|me parece bien|correcto|confirmado
de acordo|sim|claro que sim|com certeza|certo|beleza|blz|tudo bem|tudo certo|ta bom|esta bom|pode ser|perfeito|por mim tudo bem|isso mesmo|isso
daccord|oui|ouais|bien sur|parfait|tres bien|ca marche|cest bon|cest ok|ok pour moi|confirme|tout a fait
einverstanden|ja|jawohl|jep|jo|klar|na klar|gerne|gern|passt|passt so|passt fur mich|in ordnung|ist in ordnung|geht in ordnung|ist ok|ok fur mich|bestatigt|naturlich|selbstverstandlich|auf jeden fall`);

/** Says plainly that it is refused. */
const reject =
  list(`reject|rejected|rejecting|i reject|i reject this|reject it|reject this|deny|denied|denying|i deny|decline|declined|declining|i decline|refuse|refused|i refuse|disapprove|disapproved|i disapprove|unapproved|veto|no go|nogo|no way|not approved|not approving|im not approving|i am not approving|not ok|not okay|not fine|not acceptable|not accepted|not authorized|not authorised|not granted|do not approve|dont approve|i do not approve|i dont approve|will not approve|wont approve|i wont approve|i will not approve|cannot approve|cant approve|i cant approve|i cannot approve|can not approve|do not refund|dont refund|do not pay|dont pay|we do not refund|we dont refund|no refund|turn it down|turned down|not agreed|i disagree|disagree
rechazado|rechazada|rechazo|lo rechazo|rechazar|denegado|denegada|deniego|no aprobado|no aprobada|no apruebo|no lo apruebo|no aprobar|no autorizado|no autorizo|no procede|no esta aprobado|no estoy de acuerdo|no reembolsar|no de acuerdo
rejeitado|rejeitada|rejeito|recusado|recusada|recuso|negado|negada|nao aprovado|nao aprovada|nao aprovo|nao aprovar|nao autorizado|nao autorizo|nao procede|nao esta aprovado|nao concordo|nao estou de acordo|reprovado|reprovada
rejete|rejetee|je rejette|refusee|je refuse|non approuve|pas approuve|pas valide|non valide|je napprouve pas|napprouve pas|pas daccord|je ne suis pas daccord|je suis pas daccord|ne pas rembourser|ne remboursez pas|ne pas approuver|refus
abgelehnt|ist abgelehnt|lehne ab|ich lehne ab|lehne ich ab|ablehnen|verweigert|nicht genehmigt|nicht genehmigen|nicht freigegeben|nicht freigeben|ich genehmige nicht|ich genehmige das nicht|nicht einverstanden|bin nicht einverstanden|nicht in ordnung|nicht ok|nicht erstatten|nicht auszahlen|keine freigabe|keine erstattung|stimme nicht zu`);

const no = list(
  'no|nope|nah|nay|never|negative|nunca|jamas|nao|non|jamais|nein|nee|niemals|auf keinen fall|en ningun caso|de jeito nenhum',
);

/** Things an approver asks to have first. */
const changes =
  list(`request changes|changes requested|changes please|please change|needs changes|need changes|need the|needs the|need a|needs a|need an|needs an|need more|needs more|need to see|need proof|need receipt|need invoice|need evidence|need documentation|need details|need info|i need|we need|missing|is missing|please attach|attach the|attach a|please provide|provide the|provide a|please add|add the|please send|send me|send the|show me|please upload|upload the|please share|please include|wheres the receipt|where is the receipt|get me the|get the receipt|more info|more information|more details|receipt first|invoice first|proof first|evidence first|receipt please|invoice please|proof please|please fix|please correct|correct the amount|fix the amount|wrong amount
necesito|necesitamos|se necesita|hace falta|falta|faltan|adjunta|adjunte|adjuntar|envia el|envie el|enviame|mandame|manda el|primero el recibo|primero la factura|solicito cambios|pido cambios|por favor envia|por favor adjunta
preciso|precisamos|precisa do|precisa de|faltando|anexe|anexar|envie|envia|mande|manda o|me envie|me mande|favor enviar|favor anexar|solicito alteracoes|por favor envie|por favor anexe
il faut|il me faut|il nous faut|il manque|manque|jai besoin|nous avons besoin|besoin du|besoin de|besoin dun|besoin dune|joindre|joignez|merci de joindre|merci denvoyer|envoyez|envoie|veuillez joindre|veuillez envoyer|fournir|modifications demandees
brauche|ich brauche|wir brauchen|brauchen wir|benotige|wir benotigen|fehlt|fehlen|es fehlt|bitte anhangen|bitte nachreichen|nachreichen|bitte schicken|schick mir|schicken sie|bitte senden|bitte erganzen|bitte korrigieren|anderungen notig|erst den beleg|zuerst den beleg|erst die rechnung`);

const contest =
  list(`contest|contest it|contest this|contested|i contest|we contest|lets contest|lets contest it|we should contest|contest the chargeback|fight it|fight this|lets fight it|lets fight|we fight it|fight|dispute it|dispute the chargeback|challenge it|challenge|represent|represent it|represent the case|defend it|defend|submit evidence|push back
impugnar|impugnalo|impugnamos|disputar|disputalo|disputamos|lo disputamos|pelear|contestar|contestamos|vamos contestar|conteste|contesta|contester|contestez|on conteste|nous contestons|je conteste|anfechten|wir fechten an|fechten wir an|bestreiten|wir bestreiten|bestreiten wir|widersprechen|wir widersprechen`);

const accept =
  list(`accept|accept it|accept this|accept the loss|accept the chargeback|i accept|i accept the loss|we accept|we accept the loss|we accept it|accepted|accepted as a loss|accept loss|take the loss|we take the loss|eat the loss|write it off|write off|written off|concede|concede it|let it go
aceptar|aceptar la perdida|acepto|acepto la perdida|aceptamos|aceptamos la perdida|asumimos la perdida|aceitar|aceitar a perda|aceito|aceito a perda|aceitamos|aceitamos a perda|assumimos a perda|accepter|accepter la perte|jaccepte|jaccepte la perte|nous acceptons|nous acceptons la perte|on accepte|on accepte la perte|akzeptieren|akzeptiert|verlust akzeptieren|wir akzeptieren|wir akzeptieren den verlust|akzeptieren wir|verlust hinnehmen`);

const filler =
  list(`k|as requested|as asked|you both|thank you both|both of you|everyone|all|sorry|unfortunately|regrettably|sadly|it|this|this one|that|that one|the refund|the request|the amount|the payment|the full amount|full amount|in full|100%|thanks|thank you|thx|ty|cheers|thanks a lot|thank you very much|many thanks|great|perfect|good|cool|nice|excellent|hi|hello|hey|hi all|hi team|hey team|good morning|good afternoon|team|folks|guys|from me|from my side|from my end|on my end|on my side|by me|for me|with me|and|now|today|so|then|here|again|from here|the
lamentablemente|gracias|muchas gracias|hola|buenos dias|buenas tardes|equipo|por mi parte|de mi parte|por mi|el reembolso|la devolucion|la solicitud|el pago|y
infelizmente|obrigado|obrigada|muito obrigado|muito obrigada|valeu|ola|oi|bom dia|boa tarde|equipe|pessoal|por mim|da minha parte|de minha parte|o reembolso|a devolucao|o estorno|o pedido|e
malheureusement|merci|merci beaucoup|bonjour|salut|pour moi|de mon cote|de ma part|le remboursement|la demande|et|equipe|a tous|lequipe
danke|vielen dank|danke schon|danke euch|besten dank|hallo|moin|alles klar|von mir aus|leider|guten morgen|guten tag|fur mich|von mir|von meiner seite|meinerseits|die erstattung|der antrag|die auszahlung|den betrag|und|so|damit|dann|das|es|team`);

const please = list(
  'please|pls|plz|kindly|por favor|se faz favor|sil te plait|sil vous plait|stp|svp|bitte|bitte schon',
);

/** Leads to a lower amount. */
const only =
  list(`but only|only|but just|just|for only|only for|for just|just for|for|but only for|but just for|but for|the amount of|with|amount
pero solo|solo|solamente|unicamente|pero solo por|solo por|por|pero por|pero unicamente
mas so|so|somente|apenas|mas apenas|mas somente|no valor de|so no valor de|mas so no valor de
mais seulement|seulement|mais uniquement|uniquement|pour|mais pour|a hauteur de|mais seulement pour|seulement pour
aber nur|nur|lediglich|aber lediglich|uber|in hohe von|nur uber|aber nur uber|fur|aber nur fur|nur fur`);

const because = list(
  'because|since|as|reason|porque|ya que|porque o|pois|parce que|car|puisque|weil|da|denn',
);

/** Words that a short reason behind a plain yes may be made of. */
const reason = [
  ...combined(
    'never|not|was not|wasnt|was never|did not',
    'arrived|arrive|received|receive|delivered|shipped|sent|used|charged before|as described',
  ),
  ...combined(
    'wrong',
    'item|items|size|product|colour|color|article|goods|order delivered|amount charged|charge',
  ),
  ...list(`didnt arrive|did not arrive|never came|got lost|was lost|lost in transit|lost|two times|2 times|out of stock
stripe|adyen|paypal|zendesk|hubspot|gmail|bank|statement|statements|screenshot|screenshots|photo|photos|picture|pictures|log|logs|tracking|shows|show|showed|shown|proves|proven|attached|provided|provides|sent|delivered|delivery|shipment|shipping|label|size|colour|product|got|getting|double|two|transaction|transactions|capture|captured|billing|payment|payments|card|account|seen|found|clean|history|years|year|months|weeks|customer service|shop|merchant|warehouse|courier|carrier|dhl|ups|fedex|usps|outage|glitch|bug|technical|duplicated|again|back|window|policy|terms|exception|courtesy|apology|compensation|overcharge|overcharged|overbilled|accidental|accidentally|unused|refused|package|box|empty|missing item|item missing|genuine|honest|real|known|regular|new|old|full|stock|out|because|so|there|here|it|its|hes|shes|theyre|weve|checks|check|ok|okay|good|fine
customer|customers|client|the|a|an|is|was|has|have|had|been|were|are|he|she|they|we|i|our|their|his|her|right|correct|charged|billed|paid|twice|duplicate|double|charge|order|item|goods|parcel|package|never|arrived|late|broken|damaged|defective|faulty|confirmed|verified|checked|receipt|proof|evidence|invoice|legit|legitimate|valid|goodwill|gesture|loyal|long|time|vip|good|mistake|error|fault|fair|claim|case|clear|obvious|obviously|clearly|indeed|within|policy|per|days|it|in|of|on|to|and|by|at|system|shop|store|all|matches|match|amount|amounts|the|refund|this|as|discussed|agreed|with|looks|seems|fine|enough|reasonable|return|returned|cancelled|canceled|subscription
cliente|tiene|razon|no llego|no recibido|nunca llego|devuelto|paquete|perdido|el|la|los|las|un|una|es|fue|ha|sido|error|nuestro|nuestra|cobro|cobrado|doble|duplicado|dos|veces|pedido|producto|llego|danado|verificado|comprobado|recibo|correcto|de|en|del
tem|razao|nao chegou|nao recebeu|devolvido|pacote|perdido|o|os|as|um|uma|foi|nosso|nossa|erro|cobranca|cobrado|dupla|duplicada|duas|vezes|chegou|veio|danificado|conferido|verificado|correto|do|da|no|na
le|les|un|une|est|a|ete|notre|erreur|facture|double|deux|fois|jamais arrive|non recu|pas recu|colis|perdu|retourne|commande|produit|arrive|casse|verifie|correct|du|de|en|raison|client
der|die|das|den|dem|kunde|kundin|hat|haben|ist|war|wurde|recht|unser|unsere|fehler|doppelt|abgebucht|belastet|zweimal|bestellung|ware|kam|defekt|beschadigt|gepruft|beleg|korrekt|eindeutig|kulanz|wegen|aus|nicht angekommen|nicht erhalten|paket|verloren|retoure|zuruckgeschickt`),
];

/** A yes or no with strings attached. */
const condition =
  list(`if|unless|once|when|whenever|until|till|after|before|provided|providing|assuming|as long as|subject to|pending|depending|except|but|however|although|though|only if|only when|only once|in case|conditional|conditionally|on condition|maybe|perhaps|probably|possibly|might|may|could|would|should|presumably|i guess|i think|i suppose|almost|nearly|half|partly|partially|some|in principle|in theory|first
si solo|cuando|despues|antes|hasta|salvo|siempre que|pero|aunque|quizas|quiza|tal vez|talvez|a menos que|en principio|primero|mitad|creo que
se|quando|depois|ate|salvo|desde que|mas|embora|a menos que|em principio|primeiro|metade|acho que
quand|lorsque|apres|avant|jusqua|sauf|pourvu que|a condition|mais|sous reserve|des que|peut etre|en principe|dabord|moitie|je pense|je crois
wenn|falls|sobald|nachdem|bevor|bis|sofern|vorausgesetzt|aber|jedoch|vielleicht|eventuell|unter vorbehalt|vorbehaltlich|grundsatzlich|im prinzip|erst|zuerst|halfte|ich denke|ich glaube|eigentlich|ausser`);

/** Puts it off: neither yes nor no. */
const later = [
  ...combined(
    'do not|dont|please do not|please dont|not',
    'approve|approved|refund|pay|reject|rejected|contest|accept',
    '_|it|this|anything',
    'yet|for now|right now|just yet|today',
  ),
  ...combined('still not|not yet|isnt|is not|wasnt', 'approved|rejected|refunded|decided', '_|yet'),
  ...combined(
    'no|no lo|nao|nao o',
    'apruebo|aprobar|aprovo|aprovar|rechazar|rejeitar',
    'todavia|aun|ainda|por ahora|por enquanto',
  ),
  ...combined(
    'todavia no|aun no|ainda nao|pas encore|noch nicht',
    'apruebo|aprobado|aprobar|aprovado|aprovar|approuve|approuver|valide|genehmigt|genehmigen|freigeben|freigegeben|erstatten',
  ),
  ...combined(
    'hold off|hold off on|holding off on',
    '_|approving|approving it|approving this|this|it|the refund',
  ),
  ...list(`wait|hold|hold on|holding|hang on|one moment|moment|let me|ill|i will|will|later|tomorrow|soon|next week|checking|check|ill check|will check|looking|look|look into|looking into|not yet|not sure|unsure|dont know|i dont know|no idea|no wait|no rush|no hurry|on it|got it|noted|i see|seen|understood|give me|in a minute|in a bit|asap|on monday
espera|espere|luego|mas tarde|manana|todavia no|aun no|no se|no estoy seguro|un momento|lo reviso|revisando|voy a|ya veo|recibido
espere|depois vejo|mais tarde|amanha|ainda nao|nao sei|nao tenho certeza|um momento|vou ver|vou verificar|verificando|ja vejo
attends|attendez|plus tard|demain|pas encore|je ne sais pas|je sais pas|un instant|un moment|je regarde|je verifie|je vais
warte|moment|einen moment|spater|morgen|noch nicht|weiss nicht|ich weiss nicht|nicht sicher|ich schaue|schaue|ich prufe|prufe|mal sehen|sehe ich mir an|gleich`),
];

/** Begins a question even where no question mark follows. */
const question =
  list(`who|why|what|whats|when is|where|wheres|how|which|whose|is this|is it|is that|is the|are we|are you|are they|was this|was it|was that|do we|do you|do i|does this|does it|did we|did you|did it|did they|did anyone|can we|can you|can i|can someone|could we|could you|could someone|should we|should i|shall we|shall i|would you|would we|will you|may i|may we|have we|have you|has it|has this|why not|any news|anyone
quien|por que|que|cual|como|donde|puedes|puede|podemos|podeis|debemos|hay que
quem|qual|onde|podemos|voce pode|pode alguem|devemos|por que
qui|pourquoi|quoi|quel|quelle|comment|ou est|est ce|peux tu|pouvez vous|peut on|on peut|devons nous|faut il
wer|warum|wieso|weshalb|was ist|was soll|welche|welcher|wie|wo|kannst du|konnen wir|konnt ihr|konnen sie|kann jemand|sollen wir|soll ich|darf ich|ist das|ist es|hat jemand`);

/** Looks like yes or no and is neither. */
const noise = list(
  `never mind|nevermind|i mean|no problem|no problems|no worries|no issue|no issues|no objection|no objections|no doubt|not bad|yeah right|whatever|just kidding|kidding|lol|haha|hahaha|jk|ha|sarcasm|already approved|already rejected|pre approved|preapproved|auto approved|was approved|was rejected|been approved|got approved|to approve|to be approved|to reject|not rejected|approved by|rejected by|pending approval|waiting for approval|needs approval|need approval|approval needed|approver|approvers|approval|my approval|the process|this process|good process|great process|action|the green light|refund them all|approve this and that|refund it again|do it again|of course again|ok and|ja und|ja und dann|in error|by mistake|a mistake|was an error|was a mistake|enough already|absolutely not|definitely not|of course not|certainly not|surely not|ya|ja aprovado|ja aprovada|ja esta aprovado|ja esta aprovada|ya aprobado|ya aprobada|ya esta aprobado|ya esta aprobada|ya esta bien|ya vale|conforme o|conforme a|conforme el|conforme la|ja ja|by the bank|by the customer|by the client|by the merchant|by bank|by customer|by stripe|by finance|ningun problema|sin objeciones|sem objecoes|keine einwande|aucune objection|sin problema|sem problemas|pas de probleme|pas de souci|kein problem|entendu|bien entendu|bueno|listo|a approuver|a valider|a aprobar|por aprobar|para aprobar|a aprovar|para aprovar|zu genehmigen|zur genehmigung|zur freigabe|pour approbation|approved all|approve all|ok ok|ok boomer`,
);

/** There is nothing left to pay: the reason of a refusal, never of a yes. */
const settled = combined(
  'ya fue|ya se|ya ha sido|ya esta|ya|deja|deja ete|ja foi|ja esta|bereits|schon|wurde schon|wurde bereits|already|was already|has already been',
  'reembolsado|reembolsada|devuelto|pagado|rembourse|remboursee|paye|estornado|devolvido|erstattet|bezahlt|zuruckgezahlt|refunded|paid|returned|credited',
);

/** The card's own amount behind these is what the stated one replaces. */
const instead = list(
  'instead of|rather than|statt|anstatt|en vez de|en lugar de|em vez de|au lieu de|plutot que',
);

const kinds: readonly [WordKind, readonly string[]][] = [
  ['reason', reason],
  ['filler', filler],
  ['because', because],
  ['condition', condition],
  ['only', only],
  ['please', please],
  ['question', question],
  ['bare', bare],
  ['order', order],
  ['approve', approve],
  ['no', no],
  ['changes', changes],
  ['reject', reject],
  ['later', later],
  ['noise', noise],
  ['instead', instead],
  ['settled', settled],
];

/** What a phrase is; where a phrase stands in several lists, the more careful one counts. */
export const wordKinds: ReadonlyMap<string, WordKind> = new Map(
  kinds.flatMap(([kind, phrases]) => phrases.map((phrase): [string, WordKind] => [phrase, kind])),
);

/** Beside a chargeback: what there is to decide about it, before all the rest. */
export const disputeWordKinds: ReadonlyMap<string, WordKind> = new Map<string, WordKind>([
  ...wordKinds,
  ...contest.map((phrase): [string, WordKind] => [phrase, 'contest']),
  ...accept.map((phrase): [string, WordKind] => [phrase, 'accept']),
]);

/** The longest phrase above, in words: how far the reader looks ahead. */
export const longestPhrase = Math.max(
  ...[...disputeWordKinds.keys()].map((phrase) => phrase.split(' ').length),
);

/** `true` speaks for, `false` against; any other picture makes an answer uncertain. */
export const signs: ReadonlyMap<string, boolean> = new Map([
  ...[
    '👍',
    '✅',
    '✔',
    '👌',
    '🆗',
    '💯',
    '🙏',
    '🙂',
    '😊',
    '🎉',
    ':+1:',
    ':thumbsup:',
    ':white_check_mark:',
    ':heavy_check_mark:',
    ':ok_hand:',
    ':ok:',
    ':100:',
    ':pray:',
    ':slightly_smiling_face:',
    ':smile:',
    ':blush:',
    ':tada:',
  ].map((sign): [string, boolean] => [sign, true]),
  ...[
    '👎',
    '❌',
    '⛔',
    '🚫',
    '🛑',
    '✖',
    ':-1:',
    ':thumbsdown:',
    ':x:',
    ':no_entry:',
    ':no_entry_sign:',
    ':octagonal_sign:',
    ':heavy_multiplication_x:',
  ].map((sign): [string, boolean] => [sign, false]),
]);
