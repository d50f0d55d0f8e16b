/**
 * Long threads put together from parts written for this purpose: a harmless conversation of twenty to
 * forty messages, in half of them one message that asks for money back or reports it taken back.
 * The order is fixed by the thread's number, so that every run judges the same texts.
 */
import type { ReversalType } from '../../core/reversals/reversal.js';

export type Thread = { readonly text: string; readonly type: ReversalType | null };

/** 24 threads with one request each, 24 without. */
export function longThreads(): Thread[] {
  const harmless = topics.flatMap((_, topic) =>
    [0, 1, 2, 3].map((round) => ({ text: threadOf(topic, round + 7, null), type: null })),
  );
  const asking = requests.map(([type, words], index) => ({
    text: threadOf(index % topics.length, index, words),
    type,
  }));
  return [...asking, ...harmless];
}

function threadOf(topic: number, seed: number, request: string | null): string {
  const count = 20 + ((seed * 7) % 21);
  const parts = topics[topic] ?? [];
  const messages = Array.from({ length: count }, (_, index) => {
    const own = parts[(index * 5 + seed) % parts.length] ?? '';
    const agent = replies[(index * 3 + seed) % replies.length] ?? '';
    const end = endings[(index + seed) % endings.length] ?? '';
    return index % 2 === 0 ? `${own}\n\n${end}` : `${agent}\n\n${end}`;
  });
  if (request) messages[(seed * 11) % count] = `${request}\n\n${endings[seed % endings.length]}`;
  return messages.join('\n\n');
}

const topics: readonly (readonly string[])[] = [
  [
    'The wardrobe was meant to come on Tuesday between eight and noon. Nobody rang the bell.',
    'The driver says he was here. There is no card in the letter box.',
    'We live on the fourth floor without a lift, did you note that?',
    'Thursday works, but only after two.',
    'One hinge was missing in the box. I found it under the foam, never mind.',
    'Which side do the rails go on? The leaflet shows two ways.',
    'My neighbour can take it in if I am late.',
    'The colour is darker than in the picture but we like it.',
    'Could you ask the carrier to phone half an hour before?',
    'I have measured the door, 78 centimetres will do.',
  ],
  [
    'I cannot find where to invite my colleagues to the workspace.',
    'The import stops at row 1,200 and says the date is wrong.',
    'We use two calendars, can both be shown?',
    'Thanks, the filter works now. The export still lacks the last column.',
    'Who of us is the owner of the account? Sandra has left the company.',
    'The link in your mail leads to an old page.',
    'Is there a limit on how many boards a team may have?',
    'Our finance people ask for the invoice in PDF, where is it?',
    'Dark mode hides the scroll bar on my screen.',
    'Can I undo the archive of a project?',
  ],
  [
    'We arrive at about nine in the evening, is the desk still open then?',
    'Two adults and a child of six. Do you have a cot?',
    'We would like a room to the garden if one is left.',
    'My husband eats no gluten, please tell the kitchen.',
    'Is the pool heated in October?',
    'How far is it from the station on foot?',
    'We pay by card on arrival, as agreed.',
    'The spa says I need to book a time. Saturday at ten?',
    'Can we leave the car in the yard until Monday?',
    'I sent the passport numbers with my last mail.',
  ],
  [
    'The baby monitor loses its connection every night at two.',
    'I have reset it as you said, the light stays orange.',
    'Which cable do you mean, the white or the grey one?',
    'It charges, but only when it lies flat.',
    'The serial number is on the bottom: BM-20-4471.',
    'The app asks for an update I have already installed.',
    'My router is two rooms away.',
    'The sound is fine, only the picture stands still.',
    'Shall I bring it to the shop in Leeds?',
    'I would rather have it mended than exchanged.',
  ],
  [
    'When does the term begin? The page still shows last year.',
    'My certificate of language is attached.',
    'I would like to change from Monday to Wednesday evening.',
    'Is there a list of the books we need?',
    'The recording of lesson three has no sound.',
    'How do I reach the tutor outside the lesson?',
    'Do you write a confirmation for my employer?',
    'I could not attend on Friday since I was ill.',
    'The room number has changed, the door sign is wrong.',
    'What is the latest day to hand in the essay?',
  ],
  [
    'Our order of paper cups is for the fair on the 12th, will it be there?',
    'Please print the logo a bit larger than on the last ones.',
    'The lids fit the small size only.',
    'We need another two hundred of the same.',
    'Send the invoice to the address in Porto, please.',
    'Which plastic is that? Our city forbids some.',
    'Our purchase number is 4500018822, put it on the delivery note.',
    'Can we collect the boxes ourselves?',
    'The sample looks good. Go ahead.',
    'The proof has a typo in the second line.',
  ],
];

const replies: readonly string[] = [
  'Thank you for getting in touch. I have passed this on to my colleagues and will write again tomorrow.',
  'I am sorry for the trouble this has caused. Could you send me a photo?',
  'Good news: this has been sorted out on our side.',
  'I looked into it and everything seems to be in order now. Please try again.',
  'Thanks for your patience. We are waiting for an answer from the other team.',
  'May I ask for your postcode, so that I find you in our system?',
  'I have made a note of it. Is there anything else that I can do for you today?',
  'We shall call you this afternoon under the number you gave us.',
];

const endings: readonly string[] = [
  'Kind regards,\nElla Novak\nCustomer Care | Monday to Friday, 9 to 5',
  'Best,\nJ.',
  'Sent from my phone',
  'This message is meant for its addressee only. If it has reached you by mistake, please delete it and tell the sender. To return to our help centre, use the link below.',
  'Cheers',
  'We are committed to your satisfaction. How was our service? Rate us from one to five.',
  'Thanks',
];

const requests: readonly (readonly [ReversalType, string])[] = [
  ['refund', 'By now I do not want it any more. Please pay me back the 420 euros.'],
  ['merchant_error', 'I noticed that you collected our monthly fee two times in May.'],
  ['refund', 'As the room is not available, send the down payment of 150 back to my account.'],
  ['chargeback', 'There is also a payment of 18.90 to you on my card that I know nothing of.'],
  [
    'system_error',
    'While enrolling, the page broke off with an error, my card was debited, and I am not on the list.',
  ],
  [
    'bank_reversal',
    'Your direct debit for the first delivery was sent back by our bank, reference AM04.',
  ],
  ['merchant_error', 'The bill says 64, the card slip says 84. You took twenty too many.'],
  ['refund', 'We cancelled three seats in April and are still waiting for our money.'],
  ['chargeback', 'I never agreed to the extra package, my bank has opened a dispute over it.'],
  ['refund', 'If it cannot be mended I want a refund.'],
  ['merchant_error', 'Why was the course taken from my account twice?'],
  [
    'system_error',
    'Your payment page crashed, I had to start again, and now both payments are on our company card.',
  ],
  ['refund', 'So please just credit the amount to the card I used.'],
  ['bank_reversal', 'Our cheque came back unpaid, I am told, that was a mistake by our bank.'],
  ['refund', 'You said the city tax would be reimbursed. It has not been.'],
  ['chargeback', 'Someone else has bought a monitor from you with my card. I have reported it.'],
  ['refund', 'I sent back the books, yet no money has arrived.'],
  ['merchant_error', 'We ordered two boxes and have been invoiced and charged for twelve.'],
  ['refund', 'Take the thing back and give me my money, I have had enough.'],
  [
    'system_error',
    'The app said payment failed, so I paid by transfer, but the card was charged too.',
  ],
  ['chargeback', 'On the statement there is a booking fee from you which I did not authorise.'],
  ['refund', 'Could you refund the shipping? It came nine days late.'],
  ['bank_reversal', 'The fee bounced, my account was empty that day, the bank has returned it.'],
  ['refund', 'Half the cups were crushed, we ask for 130.00 EUR back.'],
];
