import type { ErasureResult, Leftover } from '../privacy/subject-rights.js';
import { exitCodes, type OpenContext, type Operation } from './operation.js';
import { subjectOptions, subjectRequest } from './subject-request.js';

export const subjectErase: Operation = {
  name: 'subject erase',
  summary: 'Erases a customer at one client; entries and history stay, without the person.',
  usage: 'EMAIL --client ID [--instruction TEXT] [--by EMAIL] [--json]',
  details: [
    'Destroys the keys of name, mail, phone and texts, deletes what was learnt from the person, trains',
    'the client’s model again without it, and has the hub’s own cards drawn anew. Lists what the hub',
    'cannot delete. Amounts, dates, payment identifiers and votes stay (Art. 17(3)(b) GDPR).',
    'Exit code 1 while an open dispute needs the data (Art. 17(3)(e)), and where nobody is held.',
  ],
  options: subjectOptions,
  positionals: { min: 1, max: 1 },
  needs: 'database',
  run: async (context, args) => {
    const request = await subjectRequest(context, args);
    if (request === null) return exitCodes.misused;
    const { subjectRights, learning } = context.parts;
    const erasure = await subjectRights.erase(request);
    if (erasure.result !== 'erased') return tellUndone(context, request.clientId, erasure);
    // Out of use since the erasure committed; without this it would only come back by night.
    const training = await learning.train(request.clientId);
    const { clientId: client, instruction } = request;
    const model = { result: training.result, version: training.version };
    if (context.json) {
      await context.out(JSON.stringify({ client, instruction, ...erasure, model }));
      return exitCodes.done;
    }
    const { references, keys, examples, leftovers } = erasure;
    context.err(
      `Erased at ${client}. Keys destroyed: ${keys}; examples deleted: ${examples}; entries that stay: ${references.join(', ') || 'none'}.`,
    );
    context.err(
      training.result === 'trained'
        ? `The client's model was trained again without them: model ${training.version}.`
        : "The client's model is out of use; its tickets are read by the common reading.",
    );
    if (leftovers.length > 0) context.err('What the hub cannot delete, for people to look at:');
    for (const leftover of leftovers) await context.out(lineOf(leftover));
    return exitCodes.done;
  },
};

async function tellUndone(
  context: OpenContext,
  client: string,
  erasure: Exclude<ErasureResult, { result: 'erased' }>,
): Promise<number> {
  if (context.json) await context.out(JSON.stringify({ client, ...erasure }));
  if (erasure.result === 'nobody') {
    context.err(`Nobody with this e-mail is held for ${client}: there is nothing to erase.`);
    return exitCodes.failed;
  }
  context.err('Not erased: the data is needed for legal claims (Art. 17(3)(e) GDPR).');
  for (const { reference, until } of erasure.holds) {
    const day = until.toISOString().slice(0, 10);
    context.err(`  ${reference}: an open dispute, until it is closed or its window ends on ${day}`);
  }
  return exitCodes.failed;
}

function lineOf(leftover: Leftover): string {
  switch (leftover.kind) {
    case 'source_item':
      return `${leftover.reference}  item ${leftover.externalId} at ${leftover.connection}${leftover.url ? `  ${leftover.url}` : ''}`;
    case 'chat_message':
      return `${leftover.reference}  somebody's message ${leftover.message} in ${leftover.channel}`;
    case 'same_phone':
      return `${leftover.reference}  known by the same telephone, without an e-mail: perhaps the same person`;
  }
}
