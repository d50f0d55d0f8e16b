import type { Figures } from '../intake/learning/compare-models.js';
import type { Evaluation } from '../intake/learning/learn.js';
import { nearestName } from './nearest-name.js';
import {
  exitCodes,
  type OpenContext,
  type Operation,
  type OperationArguments,
} from './operation.js';
import { tableOf } from './table.js';

export const modelEvaluate: Operation = {
  name: 'model evaluate',
  summary:
    'Shows how each client’s reading does on held-out corrections, before and after learning.',
  usage: '[--client ID] [--json]',
  details: [
    'Before is the common reading alone, after is with the model in use. A quarter of all texts is',
    'held out, always the same ones, and never trained on.',
  ],
  options: { client: { type: 'string', value: 'ID', help: 'only this client' } },
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context, args) => {
    const clients = await clientsAsked(context, args);
    if (clients === null) return exitCodes.misused;
    for (const client of clients) {
      context.progress(`reading what ${client} corrected`);
      const evaluation = await context.parts.learning.evaluate(client);
      if (context.json) await context.out(JSON.stringify(evaluation));
      else for (const line of linesOf(evaluation)) await context.out(line);
    }
    return exitCodes.done;
  },
};

/** The client named, or all that have something to learn from; null, said so, for an unknown one. */
export async function clientsAsked(
  context: OpenContext,
  args: OperationArguments,
): Promise<readonly string[] | null> {
  const named = args.text('client');
  const known = context.configuration.settings.clients.map((one) => one.id);
  if (named !== undefined) {
    if (known.includes(named)) return [named];
    const nearest = nearestName(named, known);
    context.err(`There is no client ${named}.${nearest ? ` Did you mean ${nearest}?` : ''}`);
    return null;
  }
  const clients = await context.parts.learning.clients();
  if (clients.length === 0) context.err('No client has corrected anything yet.');
  return clients;
}

/** A heading, then one line a set of texts and reading. */
export function linesOf({ client, corrections, heldOut, version, comparison }: Evaluation) {
  const model = version === null ? 'the common reading alone' : `model ${version}`;
  const rows = [
    ['', 'texts', 'right', 'recall', 'precision', 'type', 'calibration error'],
    ['corrections before', ...cells(comparison.corrections.before)],
    ['corrections after', ...cells(comparison.corrections.after)],
    ['others before', ...cells(comparison.others.before)],
    ['others after', ...cells(comparison.others.after)],
  ];
  return [
    `${client}: ${corrections} corrections, ${heldOut} of them held out; in use: ${model}`,
    ...tableOf(rows),
  ];
}

function cells(figures: Figures): string[] {
  const { texts, right, recall, precision, typeAccuracy, calibrationError } = figures;
  const share = (value: number | null) => (value === null ? '-' : value.toFixed(3));
  return [
    String(texts),
    String(right),
    ...[recall, precision, typeAccuracy, calibrationError].map(share),
  ];
}
