import { combined, list } from './phrases.js';

export const greeting = [
  ...combined('hi|hello|hey', '_|all|team|everyone|everybody|there|guys|folks'),
  ...combined('good morning|morning|good afternoon|good evening', '_|all|team|everyone'),
  ...list(
    `hola|hola a todos|buenas|buenos dias|buenas tardes|ola|oi|bom dia|boa tarde|bonjour|bonjour a tous|salut|hallo|hallo zusammen|moin|guten morgen|guten tag|servus`,
  ),
];

/** Calls somebody without a name. */
export const address = list(
  'team|folks|guys|everyone|equipo|equipe|pessoal|lequipe|a tous|zusammen|sir|boss',
);

export const thanks = [
  ...combined(
    'thanks|thank you|thx|ty|tks|many thanks|thanks a lot|thank you very much|thank you so much',
    '_|all|both|everyone|team|guys|again|so much|for checking|for checking this|for flagging|for flagging this|for chasing|for this|for that|for the reminder|for the ping|for the nudge|for your patience|for waiting|for letting me know|for the heads up|for looking into it|for looking into this|for the info|for the update|for the details|for sending this|for raising this|for your help|for the help|for the quick check|for your work',
  ),
  ...list(
    `cheers|you both|both of you|thank you both|gracias|muchas gracias|gracias a todos|gracias por avisar|obrigado|obrigada|muito obrigado|muito obrigada|valeu|obrigado por avisar|merci|merci beaucoup|merci a tous|merci davance|danke|vielen dank|danke schon|danke euch|danke dir|besten dank|danke furs prufen|danke fur die info|danke fur den hinweis`,
  ),
];

/** Ends a message; a name may follow. */
export const farewell = [
  ...combined(
    'close|please close|pls close|and close|please process|pls process|process|and process',
    'the ticket|the case|it today|it asap|today|asap',
  ),
  ...combined(
    'let|please let|kindly let|and let',
    'the customer know|the client know|them know|him know|her know',
  ),
  ...combined(
    'inform|tell|notify|update|please inform|please tell|please notify|please update|and inform|and tell|and notify|and update',
    'the customer|the client',
  ),
  ...combined('have a', 'good|nice|great|lovely', 'day|evening|weekend|week|one'),
  ...list(
    `regards|best regards|kind regards|best|best wishes|cheers mate|appreciate it|i appreciate it|keep me posted|ping me when done|let me know when done|let me know when its done|much appreciated|appreciated|take care|bye|see you|saludos|un saludo|buen dia|que tengas buen dia|que tengan buen dia|buen fin de semana|abracos|abraco|um abraco|bom fim de semana|boa semana|bonne journee|bonne soiree|bon week end|bon weekend|cordialement|bien a vous|schonen tag|schonen abend|schones wochenende|einen schonen tag|schonen feierabend|gruss|grusse|viele grusse|liebe grusse|beste grusse|vg|lg`,
  ),
];

/** Says that the writer is content, of the work or of the world. */
export const praise = list(
  `great|perfect|good|cool|nice|excellent|awesome|wonderful|good job|great job|nice job|good work|great work|nice work|well done|well spotted|good catch|nice catch|great catch|good find|good spot|keep up the good work|keep it up|alles klar|super|genial|bien|buen trabajo|bien visto|boa|bom trabalho|bien joue|bon travail|gut gemacht|gute arbeit`,
);

/** Of the writer, not of the matter: an apology, where they were, what they write with. */
export const aside = [
  ...combined(
    'sorry|sorry|apologies|my apologies',
    '_|for the delay|for the late reply|for the late answer|for the wait|for being late|about the delay|about the wait|all|team',
  ),
  ...list(
    `unfortunately|regrettably|sadly|sorry missed this|sorry i missed this|missed this|sorry just saw this|just saw this|i just saw this|only saw this now|only just saw this|was away|was in a meeting|was in meetings|was out|back now|sorry was away|sry was away|lamentablemente|perdon por la demora|disculpa la demora|perdon|infelizmente|desculpa a demora|desculpe a demora|malheureusement|desole pour le retard|desole|desolee|leider|sorry fur die verspatung|sorry fur die spate antwort|entschuldigt die verspatung`,
  ),
  ...combined(
    'sent from my|get outlook for|enviado desde mi|enviado do meu|envoye de mon|gesendet von meinem|von meinem',
    'iphone|ipad|phone|mobile|android|samsung|handy|ios|telefono|celular|telephone|iphone gesendet',
  ),
];

/** Nothing against it, or seen it: harmless beside a plain yes, and no yes alone. */
export const calm = [
  ...combined(
    'no|no further|without|not a',
    'problem|problems|worries|issue|issues|objection|objections|concerns|concern|doubt|questions|complaints',
    '_|here|with this|with it|with that|from me|from my side|from my end|on my side|on my end|at all',
  ),
  ...list(
    `k|ok ok|all good|all good here|todo bien|tudo bem|tudo certo|got it|noted|understood|i see|nothing to add|nothing against it|nothing to object|no objection from my side|roger|roger that|copy that|ningun problema|sin objeciones|sin problema|sin problemas|sem objecao|sem objecoes|sem problema|sem problemas|nenhum problema|keine einwande|keine einwande meinerseits|kein problem|keine bedenken|spricht nichts dagegen|aucune objection|pas dobjection|pas de probleme|pas de souci|aucun souci|aucun probleme|entendu|bien entendu|listo|bueno|hecho|na gut|von mir aus|meinetwegen`,
  ),
];

/** The speaker has looked before deciding. */
export const checked = [
  ...combined(
    'checked|i checked|confirmed|verified|aligned|discussed|spoke|i spoke|talked|i talked',
    'with|to',
    'the customer|customer|the client|the warehouse|warehouse|finance|the shop|the store|the merchant|support',
  ),
  ...combined(
    'i checked|checked|saw|i saw|seen|ive seen|i have seen|read|ive read|i checked|checked|ive checked|i have checked|i reviewed|reviewed|ive reviewed|i verified|i double checked|double checked|i looked at|looked at|i had a look at|had a look at|i read',
    '_|it|this|everything|all|the payment|the order|the charge|the case|the ticket|the receipt|the receipts|the proof|the invoice|the evidence|the details|the amount|stripe|the dashboard|both charges',
  ),
  ...list(
    `i had a look|had a look|looked into it|i looked into it|read it|all checked|all fine here|all clear|all in order|everything checks out|it checks out|checks out|all correct|revisado|todo revisado|todo en orden|ya lo revise|lo revise|revisei|tudo revisado|tudo em ordem|ja revisei|jai verifie|tout est en ordre|tout est bon|geschaut|ich habe es gepruft|ist gepruft|alles gepruft|alles in ordnung|quick one|verified|verificado|verificada|comprobado|visto|vu|lu|verifie|conferido|conferida|gepruft|gelesen|gesehen`,
  ),
];

/** Whose yes it is: the speaker's. */
export const side =
  list(`from me|from my side|from my end|on my end|on my side|by me|for me|with me|from here|from our side|from our end|on our side|on our end|by us|for us
por mi parte|de mi parte|por mi|por mi esta bien|por mim|da minha parte|de minha parte|de mon cote|pour moi|de ma part|fur mich|von mir|von meiner seite|meinerseits|von meiner seite aus|as well|too`);

/** Joins a yes to what follows it; in front of nothing it leads to words that are missing. */
export const link = list('and|y|e|et|und|then|dann|damit');

export const now = list(
  'this time|this time only|just this time|just this once|this once|for this once|this one time|now|right now|right away|straight away|immediately|ahora|agora|maintenant|jetzt',
);

export const please = list(
  'please|pls|plz|kindly|por favor|se faz favor|sil te plait|sil vous plait|stp|svp|bitte|bitte schon|gerne|gern',
);

/** Takes something back, unless a lower amount follows. */
export const but = list('but|pero|mas|mais|aber');

/** A yes or no with strings attached. */
export const condition =
  list(`if|unless|once|when|whenever|until|till|after|before|provided|providing|assuming|as long as|subject to|pending|depending|except|however|although|though|only if|only when|only once|in case|conditional|conditionally|on condition|maybe|perhaps|probably|possibly|might|may|could|would|should|presumably|i guess|i think|i suppose|almost|nearly|half|partly|partially|some|in principle|in theory|first|must|has to|have to|had to|needs to|is to|are to|up to|at most|maximum|max|minus|less|plus|except for|apart from
si solo|cuando|despues|antes|hasta|salvo|siempre que|aunque|quizas|quiza|tal vez|talvez|a menos que|en principio|primero|mitad|creo que|hay que|tiene que|tienen que|hasta
se|quando|depois|ate|salvo|desde que|embora|a menos que|em principio|primeiro|metade|acho que|tem que|tem de|menos
quand|lorsque|apres|avant|jusqua|sauf|pourvu que|a condition|sous reserve|des que|peut etre|en principe|dabord|moitie|je pense|je crois|doit|moins
wenn|falls|sobald|nachdem|bevor|bis|sofern|vorausgesetzt|jedoch|vielleicht|eventuell|unter vorbehalt|vorbehaltlich|grundsatzlich|im prinzip|erst|zuerst|halfte|ich denke|ich glaube|eigentlich|ausser|muss|mussen|bis zu|abzuglich`);

/** Puts it off: neither yes nor no. */
export const later = [
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
  ...list(`wait|hold|hold on|holding|hang on|one moment|moment|let me|ill|i will|will|later|tomorrow|soon|next week|checking|check|ill check|will check|looking|look|look into|looking into|not yet|not sure|unsure|dont know|i dont know|no idea|no wait|no rush|no hurry|on it|give me|in a minute|in a bit|asap|on monday
espera|espere|luego|mas tarde|manana|todavia no|aun no|no se|no estoy seguro|un momento|lo reviso|revisando|voy a|ya veo|recibido
espere|depois vejo|mais tarde|amanha|ainda nao|nao sei|nao tenho certeza|um momento|vou ver|vou verificar|verificando|ja vejo
attends|attendez|plus tard|demain|pas encore|je ne sais pas|je sais pas|un instant|un moment|je regarde|je verifie|je vais
warte|moment|einen moment|spater|morgen|noch nicht|weiss nicht|ich weiss nicht|nicht sicher|ich schaue|schaue|ich prufe|prufe|mal sehen|sehe ich mir an|gleich`),
];

/** Begins a question even where no question mark follows. */
export const question =
  list(`who|why|what|whats|when is|where|wheres|how|which|whose|is this|is it|is that|is the|are we|are you|are they|was this|was it|was that|do we|do you|do i|does this|does it|did we|did you|did it|did they|did anyone|can we|can you|can i|can someone|could we|could you|could someone|should we|should i|shall we|shall i|would you|would we|will you|may i|may we|have we|have you|has it|has this|why not|any news|anyone
quien|por que|que|cual|como|donde|puedes|puede|podemos|podeis|debemos|hay que
quem|qual|onde|podemos|voce pode|pode alguem|devemos|por que
qui|pourquoi|quoi|quel|quelle|comment|ou est|est ce|peux tu|pouvez vous|peut on|on peut|devons nous|faut il
wer|warum|wieso|weshalb|was ist|was soll|welche|welcher|wie|wo|kannst du|konnen wir|konnt ihr|konnen sie|kann jemand|sollen wir|soll ich|darf ich|ist das|ist es|hat jemand`);

/** Looks like yes or no and is neither. */
export const noise = list(
  `never mind|nevermind|i mean|not bad|yeah right|whatever|just kidding|kidding|lol|haha|hahaha|jk|ha|sarcasm|already approved|already rejected|pre approved|preapproved|unapproved|auto approved|was approved|was rejected|been approved|got approved|to approve|to be approved|to reject|not rejected|approved by|rejected by|pending approval|waiting for approval|needs approval|need approval|approval needed|approver|approvers|approval|my approval|the process|this process|good process|great process|action|the green light|refund them all|go ahead and approve|please go ahead and approve|you can approve|you may approve|you can go ahead and approve|approve this and that|refund it again|do it again|of course again|ok and|ja und|ja und dann|in error|by mistake|a mistake|was an error|was a mistake|enough already|of course not|certainly not|surely not|ya|ja aprovado|ja aprovada|ja esta aprovado|ja esta aprovada|ya lo aprobe|ja aprovei|ya aprobado|ya aprobada|ya esta aprobado|ya esta aprobada|ya esta bien|ya vale|conforme o|conforme a|conforme el|conforme la|ja ja|oui oui|si si|sim sim|claro claro|by the bank|by the customer|by the client|by the merchant|by bank|by customer|by stripe|by finance|a approuver|a valider|a aprobar|por aprobar|para aprobar|a aprovar|para aprovar|zu genehmigen|zur genehmigung|zur freigabe|pour approbation|approved all|approve all|ok boomer|aprobando|aprovando|genehmigst|genehmigte`,
);
