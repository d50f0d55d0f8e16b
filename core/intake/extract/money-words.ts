/** Words right before a bare number that make it a sum, in five languages, accents off. */
export const moneyWord =
  /(?:charg|refund|return|paid|pay\b|payment|amount|total|bill|debit|cost|price|cobr|cargo|reembols|devol|importe|monto|valor|montant|betrag|belast|abgebucht|rembours|prelev|erstatt|preis|preco|precio|prix|estorn|credit)/i;
