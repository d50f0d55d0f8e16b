import { isOwnForm, type Tripwire } from '../intake/holds-card-data.js';

/** Whether a page shows card data: its visible text and its addresses, piece by piece. */
export function pageHoldsCardData(html: string, tripwire: Tripwire): boolean {
  const texts = html.replace(/<[^<>]{0,4000}>/g, '\u0000').split('\u0000');
  const attributes = [...html.matchAll(/\b(value|href|title)="([^"]{0,4000})"/g)].flatMap(
    ([, name, value = '']) => (name === 'href' ? textsOfAddress(value) : [value]),
  );
  return [...texts, ...attributes].some(
    (text) => text !== '' && !isOwnForm(text) && tripwire(text),
  );
}

/** The path and each parameter as a reader would see them; our own cursor is no text. */
function textsOfAddress(address: string): string[] {
  const [path = '', query = ''] = address.split('?');
  const parameters = new URLSearchParams(query.replaceAll('&amp;', '&'));
  return [path, ...[...parameters].filter(([name]) => name !== 'cursor').map(([, value]) => value)];
}
