import {
  chatFinding,
  chatTroubleFinding,
  completenessFinding,
  connectionFinding,
  databaseFinding,
  deadLetterFinding,
  effectsFinding,
  type Finding,
  modelFindings,
  queueFinding,
  settingsFinding,
  troubleFinding,
} from './doctor-findings.js';
import type { HubParts } from './hub-parts.js';
import { exitCodes, type Operation } from './operation.js';
import { tableOf } from './table.js';

export const doctor: Operation = {
  name: 'doctor',
  summary: 'Checks settings, database, queue, chat and every connection; says how to mend each.',
  usage: '[--json]',
  details: ['Exit code 1 when anything is wrong; what only wants attention is a notice.'],
  options: {},
  positionals: { min: 0, max: 0 },
  needs: 'what_there_is',
  run: async (context) => {
    const findings: Finding[] = [];
    if (context.configuration) findings.push(settingsFinding(context.configuration));
    findings.push(...context.trouble.map(troubleFinding));
    if (context.parts) findings.push(...(await examine(context.parts, context.now())));
    else {
      const found = 'chat and connections were not looked at';
      const mend = 'mend what is wrong above, then ask again';
      findings.push({ area: 'rest', name: null, state: 'notice', found, mend });
    }
    const ok = findings.every((finding) => finding.state !== 'wrong');
    if (context.json) await context.out(JSON.stringify({ ok, findings }));
    else for (const line of linesOf(findings)) await context.out(line);
    return ok ? exitCodes.done : exitCodes.failed;
  },
};

async function examine(parts: HubParts, now: Date): Promise<Finding[]> {
  // Asked side by side: each check waits for somebody else, and each ends within its own time.
  const [database, queue, chat, troubles, connections, health, letters, effects, models] =
    await Promise.all([
      parts.checkDatabase(),
      parts.checkQueue(),
      parts.checkChat(),
      parts.chatTroubles(),
      parts.checkConnections(),
      parts.sources.connections(),
      parts.sources.deadLetters(),
      parts.effects.waiting(),
      modelsOf(parts),
    ]);
  const healthOf = new Map(health.map((one) => [one.id, one]));
  return [
    databaseFinding(database),
    queueFinding(queue),
    chatFinding(chat),
    ...troubles.map(chatTroubleFinding),
    ...connections.map((check) => connectionFinding(check, healthOf.get(check.id) ?? null)),
    ...health.filter((one) => one.isActive).flatMap(completenessFinding),
    ...effectsFinding(effects, now),
    ...deadLetterFinding(letters.length),
    ...modelFindings(models),
  ];
}

async function modelsOf({ learning }: HubParts) {
  const clients = await learning.clients();
  return Promise.all(
    clients.map(async (client) => ({ client, model: await learning.model(client) })),
  );
}

const marks = { ok: 'ok', notice: 'NOTICE', wrong: 'WRONG' } as const;

/** One line a finding; the way to mend it stands below it. */
function linesOf(findings: readonly Finding[]): string[] {
  const lines = tableOf(
    findings.map(({ state, area, name, found }) => [
      marks[state],
      name === null ? area : `${area} ${name}`,
      found,
    ]),
  );
  return findings.flatMap(({ mend }, index) => {
    const line = lines[index] ?? '';
    return mend === null ? [line] : [line, `        to mend: ${mend}`];
  });
}
