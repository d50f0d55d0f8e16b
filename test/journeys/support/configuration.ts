import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Our own copy of the smallest complete configuration: journeys run on it as it stands. */
const examplePath = resolve(import.meta.dirname, '../../../docs/hub.config.example.yaml');

const example = z.looseObject({
  slack: z.looseObject({}),
  people: z.array(
    z.looseObject({ email: z.string(), name: z.string(), slackId: z.string(), role: z.string() }),
  ),
  clients: z.array(z.looseObject({ id: z.string(), slackChannel: z.string() })),
  connections: z.array(z.looseObject({ id: z.string(), settings: z.looseObject({}) })),
});

export const channels = { acme: 'C0ACME', globex: 'C0GLBX', operations: 'C0OPS' } as const;
export const people = {
  agent: { email: 'agent@northwind.example', slackId: 'U0AGENT' },
  manager: { email: 'manager@northwind.example', slackId: 'U0MANAGER' },
  /** A manager who also works on tickets, and then may not decide on them. */
  second: { email: 'second@northwind.example', slackId: 'U0SECOND' },
  compliance: { email: 'compliance@northwind.example', slackId: 'U0COMPLY' },
  admin: { email: 'admin@northwind.example', slackId: 'U0ADMIN' },
} as const;
export type PersonName = keyof typeof people;

export type JourneyPlaces = {
  port: number;
  zendeskUrl: string;
  slackApiUrl: string;
  hasDatabaseUrl: boolean;
  redisPrefix: string | null;
};

const second = {
  ...people.second,
  name: 'Second Manager',
  role: 'manager',
  clients: ['acme', 'globex'],
};

/** The example with the far side of a test, one more manager, and times short enough to wait for. */
export function journeyConfiguration(places: JourneyPlaces) {
  const { database, queue, ...whole } = example.parse(parse(readFileSync(examplePath, 'utf8')));
  const zendesk = whole.connections.find((one) => one.id === 'acme-zendesk');
  if (!zendesk) throw new Error('The example configures no acme-zendesk.');
  return {
    ...whole,
    ...(places.hasDatabaseUrl ? { database } : {}),
    ...(places.redisPrefix === null
      ? {}
      : { queue: { ...z.looseObject({}).parse(queue), prefix: places.redisPrefix } }),
    server: { port: places.port, publicUrl: `http://127.0.0.1:${places.port}` },
    slack: { ...whole.slack, apiUrl: places.slackApiUrl },
    people: [...whole.people, second],
    connections: [
      {
        ...zendesk,
        settings: {
          ...zendesk.settings,
          baseUrl: places.zendeskUrl,
          actFrom: new Date(Date.now() - 3_600_000).toISOString(),
          pollSeconds: 1,
          // The stand-in's own limit is off: a journey polls more often than an account may.
          limits: { exports: 600 },
        },
      },
    ],
    timing: { writeBackSeconds: 1, leaseSeconds: 3 },
  };
}
