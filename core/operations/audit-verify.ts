import { type HistoryChain, verifyHistory } from '../audit/verify.js';
import { exitCodes, type OpenContext, type Operation } from './operation.js';

export const auditVerify: Operation = {
  name: 'audit verify',
  summary: 'Recomputes every chain of history and names the first entry that was altered.',
  usage: '[--json]',
  details: ['Exit code 1 when a chain does not hold.'],
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'database',
  run: async (context) => {
    const proof = await verifyHistory(counted(context));
    if (context.signal.aborted) {
      context.err('Stopped before every chain was verified.');
      return exitCodes.failed;
    }
    const whole = proof.broken.length === 0;
    if (context.json) {
      await context.out(JSON.stringify({ whole, ...proof }));
      return whole ? exitCodes.done : exitCodes.failed;
    }
    for (const { chain, sequence } of proof.broken) {
      await context.out(`BROKEN  chain ${chain}, entry ${sequence}: not what was written`);
    }
    const state = whole ? 'all hold' : `${proof.broken.length} broken`;
    await context.out(`${proof.chains} chains, ${proof.entries} entries verified: ${state}`);
    return whole ? exitCodes.done : exitCodes.failed;
  },
};

async function* counted(context: OpenContext): AsyncGenerator<HistoryChain> {
  let chains = 0;
  for await (const chain of context.parts.historyChains()) {
    if (context.signal.aborted) return;
    chains += 1;
    context.progress(`${chains} chains verified`);
    yield chain;
  }
}
