/** Texts by kind, made from written parts: the same seedless order everywhere. */
const openings = [
  'Hello,',
  'Hi there,',
  'Good morning,',
  'Hey team,',
  '',
  'Dear support,',
  'Hi,',
  'To whom it may concern,',
];
const goods = [
  'shoes',
  'jacket',
  'lamp',
  'kettle',
  'headphones',
  'dress',
  'backpack',
  'rug',
  'monitor',
  'watch',
  'boots',
  'sweater',
  'blender',
  'desk',
  'tent',
];
const labelAsks = [
  'please send me a return label for the {g}, I will claim the refund once it is back',
  'I need the return label for my {g} before you refund it',
  'the return label for the {g} does not print, how do I send it back for a refund',
  'can you mail the return label for the {g}? The refund can wait',
  'where do I find the return label for the {g} so that I get my money back later',
  'the QR code of the return label for the {g} expired, I want a refund after sending it',
];
const refundAsks = [
  'please refund the {g}, it arrived broken',
  'I want my money back for the {g}',
  'the {g} never came, refund my card please',
  'I returned the {g} two weeks ago and want the refund of 49.99 USD now',
  'refund me for the {g} that I cancelled',
  'give me my money back, the {g} does not work',
];
const closings = ['Thanks!', '', 'Best regards', 'Thank you.', 'It is urgent.', 'Cheers'];

function textsOf(asks: readonly string[], count: number, from: number): string[] {
  return Array.from({ length: count }, (_, each) => {
    const at = from + each;
    const ask = (asks[at % asks.length] ?? '').replace('{g}', goods[(at * 7) % goods.length] ?? '');
    return `${openings[(at * 3) % openings.length]} ${ask}. ${closings[(at * 5) % closings.length]}`.trim();
  });
}

/** Asks for a return label and names a refund: to this client's people no reversal. */
export const labelTexts = (count: number, from = 0) => textsOf(labelAsks, count, from);
/** Asks for money back. */
export const refundTexts = (count: number, from = 0) => textsOf(refundAsks, count, from);
