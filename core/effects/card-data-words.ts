const kindWords: Readonly<Record<string, readonly [string, string]>> = {
  card_number: ['card number', 'card numbers'],
  security_code: ['security code', 'security codes'],
  track_data: ['card’s track data', 'cards’ track data'],
  pin: ['PIN', 'PINs'],
};

const authorWords: Readonly<Record<string, string>> = {
  customer: 'the customer',
  agent: 'staff',
  system: 'a machine',
};

type Payload = Readonly<Record<string, string>>;

/** `2 card numbers and 1 security code` of a report's payload. */
function whatWasFound({ kinds = '' }: Payload): string {
  const parts = kinds.split(',').map((part) => {
    const [kind = '', many = '1'] = part.split(':');
    const [one, several] = kindWords[kind] ?? ['piece of card data', 'pieces of card data'];
    return `${many} ${many === '1' ? one : several}`;
  });
  return parts.join(' and ');
}

function byWhom({ authors = '' }: Payload): string {
  const names = authors.split(',').map((author) => authorWords[author] ?? author);
  return names.join(' and ');
}

/** The tag that a source item keeps: it was found there once, whether or not it is removed by now. */
export const cardDataTag = 'reversal_card_number_found';

/** For whoever works the item: what was found, how it is taken out there. Never a digit of it. */
export function cardDataNote(payload: Payload, howToRemove: string): string {
  return `Card data stands here: ${whatWasFound(payload)}, written by ${byWhom(payload)}. Please remove it now, and do not ask for it again. ${howToRemove}\nReversal Hub keeps none of it and has recorded this as an incident, which closes once it is gone from here.`;
}

/** The same for the operations channel, where nobody who works the item can be told beside it. */
export function cardDataNotice(payload: Payload, howToRemove: string | null): string {
  const { connectionId = '', externalId = '', url, owner } = payload;
  const where = `${connectionId}, item ${externalId}${url ? ` (${url})` : ''}`;
  const whose = owner ? ` It is ${owner}’s.` : '';
  const how = howToRemove ?? 'Remove it at its source.';
  return `Card data stands at ${where}: ${whatWasFound(payload)}, written by ${byWhom(payload)}.${whose} ${how} The hub keeps none of it; the incident closes once it is gone from there.`;
}
