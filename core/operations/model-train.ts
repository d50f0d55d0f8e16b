import { correctionsMin, type Training } from '../intake/learning/learn.js';
import { clientsAsked, linesOf } from './model-evaluate.js';
import { exitCodes, type Operation } from './operation.js';

export const modelTrain: Operation = {
  name: 'model train',
  summary:
    'Learns from each client’s corrections; a model that reads held-out texts worse is refused.',
  usage: '[--client ID] [--json]',
  details: [
    'Compared with the model in use. Exit code 1 when one was refused or corrections are missing.',
    'A running hub does the same once a day where there is something new.',
  ],
  options: { client: { type: 'string', value: 'ID', help: 'only this client' } },
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context, args) => {
    const clients = await clientsAsked(context, args);
    if (clients === null) return exitCodes.misused;
    let all = true;
    for (const client of clients) {
      context.progress(`learning from what ${client} corrected`);
      const training = await context.parts.learning.train(client);
      if (training.result !== 'trained') all = false;
      if (context.json) await context.out(JSON.stringify(training));
      else for (const line of linesOf(training)) await context.out(line);
      context.err(toldOf(training));
      if (context.signal.aborted) return exitCodes.failed;
    }
    return all ? exitCodes.done : exitCodes.failed;
  },
};

function toldOf(training: Training): string {
  const { client, corrections } = training;
  switch (training.result) {
    case 'trained':
      return `${client}: model ${training.version} is in use from the next text on.`;
    case 'too_few':
      return `${client}: ${corrections} corrections, ${correctionsMin} are needed: ${training.missing} are missing.`;
    case 'refused':
      return `${client}: refused: the new model ${training.why}; nothing was changed.`;
    case 'overtaken':
      return `${client}: its model changed meanwhile; train again.`;
  }
}
