import { combined, list } from './phrases.js';

/** Why money goes back, said by itself: "yes, duplicate charge". */
export const ground = [
  ...combined(
    'double|duplicate|duplicated',
    'charge|charges|payment|payments|billing|transaction|order',
  ),
  ...combined('charged|billed|paid|charged them|charged him|charged her', 'twice|double|two times'),
  ...combined(
    'our|our own|a|merchant|system|billing|technical|processing|pricing|shipping|warehouse|shop',
    'mistake|error|fault',
  ),
  ...combined(
    'mistake|error|fault',
    'on our side|on our end|on our part|by us|of ours|was ours|is ours',
  ),
  ...combined('its|this is|thats|this one is', 'on us|our mistake|our fault|our error'),
  ...list(`duplicate|double charged|charged after cancellation|charged after cancelling|billed after cancellation|overcharge|overcharged|overbilled|goodwill|goodwill gesture|gesture of goodwill|courtesy
cobro duplicado|cobro doble|cargo duplicado|pago duplicado|cobrado dos veces|por cortesia|error nuestro|nuestro error|culpa nuestra|fue error nuestro|fue un error nuestro|fue nuestro error|el error fue nuestro
cobranca duplicada|cobranca dupla|cobrado duas vezes|pagamento duplicado|cortesia|erro nosso|nosso erro|falha nossa|foi erro nosso|foi nosso erro|o erro foi nosso
double debit|double prelevement|double paiement|double facturation|debite deux fois|facture deux fois|geste commercial|notre erreur|erreur de notre part|erreur de chez nous|lerreur vient de nous
doppelt abgebucht|doppelt belastet|doppelt berechnet|doppelbuchung|doppelabbuchung|doppelbelastung|doppelzahlung|kulanz|aus kulanz|unser fehler|fehler von uns|fehler unsererseits|fehler lag bei uns|fehler liegt bei uns|der fehler lag bei uns|lag an uns|unser versehen`),
];

/** Any of these makes known words a reason why money goes back. */
export const cause = [
  ...combined(
    'never|not|was not|wasnt|was never|did not|didnt|has not|hasnt|not been|were not|werent',
    'arrived|arrive|received|receive|delivered|shipped|sent|used|charged before|as described|received it|receive it|get it|received the item|receive the item',
  ),
  ...combined(
    'wrong|incorrect|faulty|damaged|defective|broken|lost|missing',
    'item|items|size|product|colour|color|article|goods|order|parcel|package|amount charged|charge|order delivered',
  ),
  ...combined('cancelled|canceled|returned', 'order|item|subscription|goods|parcel'),
  ...combined('before', 'shipping|shipment|delivery|dispatch|it shipped|it was shipped'),
  ...combined(
    'per|as per|within|under|according to|in line with|following',
    'policy|our policy|the policy|terms|the terms|guidelines|the guidelines|the return window|return window',
  ),
  ...combined(
    'as|as a|as an|for|as a gesture of',
    'goodwill|goodwill gesture|gesture of goodwill|courtesy|exception|one time exception|one off|one time courtesy|apology|compensation',
  ),
  ...combined(
    'never|did not|didnt',
    'get|got|receive|received|arrive|arrived',
    'it|them|the item|the items|the parcel|the package|the order|the goods|the refund',
  ),
  ...combined('as|as we', 'discussed|agreed'),
  ...combined('after|on|upon', 'review|checking'),
  ...combined('low|small|minor|tiny', 'amount|sum|value'),
  ...combined('amount|sum|it is|its', 'too small|too low|small|low'),
  ...combined('event|flight|trip|trial|order|renewal|booking', 'cancelled|canceled'),
  ...combined('customer is|customer was|hes|shes|theyre', 'right|upset|unhappy|loyal|genuine'),
  ...list(`product recalled|service was down|system was down|not worth fighting|not worth the fight|chargeback risk|to avoid a chargeback|to avoid a dispute|cheaper than a chargeback|first time customer|new customer|we owe them|we owe them this|right of withdrawal|legal right of withdrawal|stolen card|per our call|as per our call|exceptionally|by exception|never got|got lost|never came|lost in transit|out of stock|duplicated|damaged|defective|faulty|broken|unused|receipt checked|gesture|apology|compensation|exception|outage|glitch|bug|loyal|vip|long time|technical|accidental|accidentally|empty|missing item|item missing|within policy|policy
no llego|no recibido|nunca llego|nunca recibido|devuelto|perdido|cobro|cobrado|doble|duplicado|duplicada|dos veces|llego|danado|tiene razon|defectuoso|error del sistema
nao chegou|nunca chegou|nunca recebeu|cancelado|cancelada|nao recebeu|devolvido|perdido|cobranca|dupla|duas vezes|chegou|danificado|tem razao|com defeito|erro do sistema
jamais arrive|jamais recu|annule|annulee|non recu|pas recu|perdu|retourne|facturee|debite|debitee|debit|double|deux fois|casse|a raison|defectueux|erreur systeme
hat recht|storniert|hat storniert|annulliert|doppelt|abgebucht|belastet|zweimal|defekt|beschadigt|nicht angekommen|nicht erhalten|nie angekommen|nie erhalten|nie geliefert|nie bekommen|verloren|retoure|zuruckgeschickt|systemfehler`),
];

/** Tells a reason only of something: "item returned", not "returned" alone. */
export const state =
  list(`charged|charging|billed|arrived|delivered|received|confirmed|matches|match|shows|showed|shown|proves|proven|attached|provided|provides|gave|twice|two times|mistake|error|fault|erro|erreur|fehler|facture|eindeutig|cancelled|canceled|returned|refused|captured|lost|late|paid|right|correct|valid|fair|clear|legit|legitimate|genuine|honest|real|reasonable|obvious|sent|signed|inspected|in time|on time|enough|solid|strong|sufficient|convincing|found|clean|new|old|regular|known|agreed upon|in order|there|in transit|after cancellation|again|back
correcto|correcta|correto|correcta|correct|korrekt|geschickt|gesendet|vorgelegt|eingereicht|liegt vor|stimmt|stimmen|retard|tarde|zu spat`);

/** Things and people that reasons are about. */
export const noun =
  list(`everything|difference|customer|customers|client|order|item|items|goods|parcel|package|payment|payments|transaction|transactions|charge|charges|card|account|system|shop|store|merchant|warehouse|courier|carrier|bank|stripe|adyen|paypal|zendesk|hubspot|gmail|dhl|ups|fedex|usps|log|logs|delivery|shipment|shipping|label|size|colour|color|product|claim|case|history|subscription|return|returns|box|window|terms|customer service|billing|amounts|stock|years|months|weeks|days
todo|cliente|producto|pedido|paquete|tarjeta|pago
tudo|pacote|produto|cartao|pagamento|compra
tout|client|colis|commande|produit|carte|paiement|prelevement
alles|kunde|kundin|kunden|bestellung|ware|paket|karte|zahlung`);

/** Little words of such a reason. */
export const glue =
  list(`that|that one|looks|look|ive|available|a|an|he|she|they|we|i|our|us|their|his|its|hes|shes|theyre|weve|in|of|on|to|by|clearly|obviously|indeed|all|two|clear case of|full|both times|very|good|long|got|on file|standing
el|hay|tenemos|la|los|las|un|una|le|les|del|en|nuestro|nuestra|es|fue|ha|sido|se|dos|al
o|os|as|um|uma|foi|temos|nosso|nossa|do|da|na|ao|duas|vezes|veio|tem
des|une|est|a|ete|notre|du|nous avons|avons|fois
der|die|den|dem|wurde|wir haben|haben|unser|unsere|kam|vom`);

/** In front these ask, even where no question mark follows: "approved, was the item returned". */
export const auxiliary = list('is|are|was|were|has|have|had|been|hat|haben|ist|war');

export const because = list(
  'because|because of|bc|cos|cuz|due to|since|as|reason|porque|ya que|porque o|pois|parce que|car|puisque|weil|da|denn|wegen',
);
