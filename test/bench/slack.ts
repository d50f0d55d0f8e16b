/**
 * Slack, for `npm run bench -- slack`: an open loop of slash commands, signed as Slack signs them, at
 * the hub's receiver over 1,000,000 reversals and, turn by turn, at a bare Bolt app whose handler only
 * acknowledges; each in a process of its own. `BENCH_DATABASE_URL` keeps the filled database between runs,
 * `BENCH_REVERSALS` and `BENCH_SECONDS` make a short one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { createPostgresDatabase } from '../support/databases.js';
import { listen } from '../support/stand-ins/http-server.js';
import { slackSignature } from '../support/stand-ins/slack/delivery.js';
import { fillReversals } from './million-reversals.js';

type Line = {
  name: string;
  hub: number;
  baseline: number;
  ratio: number;
  unit: string;
  n: number;
};
type Command = { kind: 'find' | 'show' | 'counts' | 'log'; text: string };
type Sent = Command & { sentAt: number; ackMs: number; answerMs: number | null };

const reversalsCount = Number(process.env.BENCH_REVERSALS ?? 1_000_000);
const perSecond = 20;
const warmUpMs = 5_000;
const runMs = Number(process.env.BENCH_SECONDS ?? 60) * 1_000;
/** Whatever has not answered by then never will. */
const answerTimeoutMs = 30_000;
const botToken = 'xoxb-bench';
const signingSecret = 'bench-signing-secret';

export async function* slackLines(): AsyncGenerator<Line> {
  const kept = process.env.BENCH_DATABASE_URL;
  const database = kept
    ? { url: kept, drop: async () => undefined }
    : await createPostgresDatabase();
  try {
    await fillReversals(database.url, reversalsCount);
    yield* await measured(database.url);
  } finally {
    await database.drop();
  }
}

async function measured(databaseUrl: string): Promise<readonly Line[]> {
  const slack = await openSlack();
  const hub = await openProcess('hub', databaseUrl, slack.url);
  const bare = await openProcess('bare', databaseUrl, slack.url);
  try {
    await loop(slack, hub.url, bare.url, warmUpMs);
    const { ours, theirs } = await loop(slack, hub.url, bare.url, runMs);
    return linesOf(ours, theirs);
  } finally {
    hub.stop();
    bare.stop();
    await slack.close();
  }
}

function linesOf(ours: readonly Sent[], theirs: readonly Sent[]): readonly Line[] {
  const unanswered = ours.filter((one) => one.answerMs === null);
  if (unanswered.length > 0) {
    throw new Error(`${unanswered.length} commands had no answer: ${unanswered[0]?.text}`);
  }
  const acks = (sent: readonly Sent[], part: number) =>
    percentile(
      sent.map((one) => one.ackMs),
      part,
    );
  const line = (name: string, hub: number, baseline: number, n: number): Line => ({
    name,
    hub: rounded(hub),
    baseline: rounded(baseline),
    ratio: rounded(hub / baseline),
    unit: 'ms',
    n,
  });
  const answers = (['find', 'show', 'counts', 'log'] as const).flatMap((kind) => {
    const times = ours.flatMap((one) => (one.kind === kind && one.answerMs ? [one.answerMs] : []));
    return [
      line(`slack ${kind} answered, p50`, percentile(times, 50), acks(theirs, 50), times.length),
      line(`slack ${kind} answered, p99`, percentile(times, 99), acks(theirs, 99), times.length),
    ];
  });
  return [
    line('slack acknowledged, p50', acks(ours, 50), acks(theirs, 50), ours.length),
    line('slack acknowledged, p99', acks(ours, 99), acks(theirs, 99), ours.length),
    ...answers,
  ];
}

const rounded = (value: number) => Math.round(value * 100) / 100;

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * part) / 100) - 1)] ?? 0;
}

/** Open: the next command goes out at its time, whatever became of those before it. */
async function loop(slack: Slack, hubUrl: string, bareUrl: string, spanMs: number) {
  const start = performance.now();
  const works: Promise<Sent>[] = [];
  const bareWorks: Promise<Sent>[] = [];
  const gapMs = 1_000 / perSecond;
  for (let index = 0; index * gapMs < spanMs; index += 1) {
    const command = commandAt(index);
    await sleep(Math.max(0, start + index * gapMs - performance.now()));
    works.push(slack.send(hubUrl, command, true));
    await sleep(Math.max(0, start + (index + 0.5) * gapMs - performance.now()));
    bareWorks.push(slack.send(bareUrl, command, false));
  }
  return { ours: await Promise.all(works), theirs: await Promise.all(bareWorks) };
}

/** Every command is another one, so that nothing is answered from what was just read. */
function commandAt(index: number): Command {
  const number = 1 + ((index * 7_919_317) % reversalsCount);
  const newest = reversalsCount - (index % 15_000);
  const clients = ['acme', 'globex', 'initech', 'umbrella', 'hooli'];
  const client = clients[index % clients.length] ?? 'acme';
  const commands: readonly Command[] = [
    { kind: 'find', text: `find refunds for ${client} this week` },
    { kind: 'show', text: `show RV-${String(number).padStart(6, '0')}` },
    { kind: 'find', text: 'find chargebacks over $500 due this week' },
    { kind: 'counts', text: 'how many refunds did I log yesterday' },
    { kind: 'find', text: `find customer${newest}@example.com` },
    {
      kind: 'log',
      text: `log refund 49.99 USD for ${client} order ${2_000_000 + index} charged twice`,
    },
    { kind: 'find', text: `find order ${1_000_000 + number}` },
    { kind: 'find', text: `find rejected refunds for ${client} last month` },
    { kind: 'show', text: `show RV-${String(newest).padStart(6, '0')}` },
    { kind: 'counts', text: 'total approved last month by client' },
    { kind: 'find', text: `find everything for ${client}` },
    { kind: 'find', text: `find refunds above $1000 for ${client}, newest first` },
  ];
  const command = commands[index % commands.length];
  if (!command) throw new Error('there is no command');
  return command;
}

type Slack = Awaited<ReturnType<typeof openSlack>>;

/** Slack's side: the one Web API method that is called at start, and the response URLs. */
async function openSlack() {
  const answered = new Map<string, () => void>();
  let sentCount = 0;
  const app = express();
  app.post('/api/:method', (_request, response) => {
    response.json({ ok: true, user_id: 'U0BOT', bot_id: 'B0BOT', team: 'bench', user: 'bot' });
  });
  app.post('/answer/:id', (request, response) => {
    answered.get(request.params.id)?.();
    request.resume();
    response.json({ ok: true });
  });
  const server = await listen(app);

  async function send(url: string, command: Command, isAnswered: boolean): Promise<Sent> {
    sentCount += 1;
    const id = String(sentCount);
    const body = new URLSearchParams({
      command: '/reversal',
      text: command.text,
      user_id: 'U0MANAGER',
      channel_id: 'D0MANAGER',
      channel_name: 'directmessage',
      team_id: 'T0BENCH',
      api_app_id: 'A0BENCH',
      response_url: `${server.url}/answer/${id}`,
      trigger_id: `${id}.bench`,
    }).toString();
    const seconds = Math.floor(Date.now() / 1000);
    const sentAt = performance.now();
    const answer = new Promise<number | null>((resolve) => {
      const late = setTimeout(() => resolve(null), answerTimeoutMs);
      answered.set(id, () => {
        clearTimeout(late);
        resolve(performance.now() - sentAt);
      });
      if (!isAnswered) answered.get(id)?.();
    });
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': slackSignature(signingSecret, seconds, body),
      },
      body,
    });
    await response.text();
    const ackMs = performance.now() - sentAt;
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    const answerMs = await answer;
    answered.delete(id);
    return { ...command, sentAt, ackMs, answerMs };
  }
  return { url: server.url, send, close: server.close };
}

async function openProcess(kind: 'hub' | 'bare', databaseUrl: string, slackUrl: string) {
  const script = fileURLToPath(new URL('slack-hub.ts', import.meta.url));
  const parts = [kind, databaseUrl, `${slackUrl}/api/`, botToken, signingSecret];
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...parts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the process has no output');
  for await (const url of createInterface({ input: child.stdout })) {
    return { url, stop: () => child.kill() };
  }
  throw new Error(`${kind} ended before it listened`);
}
