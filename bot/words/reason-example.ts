import type { DecideRequest, Surface } from '../../core/index.js';

/** In each row: the words of a command behind which a reason stands, and a reason; then an answer. */
const examples: Partial<Record<DecideRequest['action'], readonly [string, string, string?]>> = {
  approve: ['approve', 'charged twice', 'approved, because the customer was charged twice'],
  reject: ['reject', 'already refunded', 'rejected – already refunded'],
  request_changes: ['changes', 'receipt, please', 'please attach the receipt'],
  accept: ['accept', 'our mistake', 'accept the loss, because it was our mistake'],
  contest: ['contest', 'the parcel arrived', 'contest, because the parcel arrived'],
  cancel: ['cancel', 'logged twice'],
  withdraw: ['withdraw', 'wrong amount'],
  note: ['note', 'the customer called again'],
};
const detailExamples: Partial<Record<DecideRequest['action'], string>> = {
  next_step: 'next RV present_again funds are there again',
  answer: 'answer RV customer_not_charged checked with the bank',
};

/** Where and how to write the reason of what was tried: in the field, the thread or the command. */
export function reasonExample(tried: {
  action: DecideRequest['action'];
  reference: string;
  surface: Surface;
}): string {
  const { action, reference, surface } = tried;
  if (surface === 'chat_button') return 'Write it in the field for it.';
  const [word, why, answer] = examples[action] ?? [];
  if (surface === 'chat_thread' && answer) return `Answer with it, for example “${answer}”.`;
  const command =
    detailExamples[action]?.replace('RV', reference) ?? (word ? `${word} ${reference} ${why}` : '');
  return command === '' ? '' : `Write it behind, for example \`${command}\`.`;
}
