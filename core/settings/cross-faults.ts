import { z } from 'zod';
import { roles } from '../reversals/reversal.js';
import { channelIdOf } from './chat-places.js';
import type { SettingsFault } from './read-settings.js';

/**
 * Faults that only show between parts: names that point nowhere, things named twice. Takes the
 * file's content as it is, sound or not, so that these are told together with faults of form.
 */
export function crossFaults(content: unknown): SettingsFault[] {
  const names = namesSchema.parse(content);
  const { clients, people, connections } = names;
  return [
    ...twice('clients', 'id', clients),
    ...channelFaults(clients),
    ...twice('people', 'email', people),
    ...twice('people', 'slackId', people),
    ...twice('connections', 'id', connections),
    ...clientFaults(names),
    ...clients.flatMap(({ policy }, index) =>
      policy === undefined || names.policies[policy]
        ? []
        : [
            {
              path: `clients[${index}].policy`,
              message: `names no policy; known are ${Object.keys(names.policies).join(', ') || 'none'}`,
            },
          ],
    ),
    ...clients.flatMap(({ detection }, index) =>
      detection && detection.reviewAt > detection.logAt
        ? [
            {
              path: `clients[${index}].detection`,
              message: 'reviewAt is above logAt; put it at or below',
            },
          ]
        : [],
    ),
    ...policyFaults(names),
    ...delegateFaults(names),
  ];
}

/** One channel belongs to one client, whether its workspace is written before it or not. */
function channelFaults(clients: readonly { slackChannel?: string | undefined }[]): SettingsFault[] {
  const bare = clients.map(({ slackChannel }) => ({
    slackChannel: slackChannel === undefined ? undefined : channelIdOf(slackChannel),
  }));
  return twice(
    'clients',
    'slackChannel',
    bare,
    (first) =>
      `is the channel of ${first} too, with its workspace before it or not; each client needs one of its own`,
  );
}

/** A value of the wrong form is told by the schema; here it counts as absent. */
const name = z.string().optional().catch(undefined);
const nameList = z.array(name).catch([]);

function list<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  return z
    .array(z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape)))
    .catch([]);
}

const namesSchema = z.preprocess(
  (content) => content ?? {},
  z
    .object({
      people: list({
        email: name.transform((text) => text?.toLowerCase()),
        slackId: name,
        clients: nameList,
        delegate: z.object({ to: name }).optional().catch(undefined),
      }),
      clients: list({
        id: name,
        slackChannel: name,
        policy: name,
        detection: z
          .object({ logAt: z.number(), reviewAt: z.number() })
          .optional()
          .catch(undefined),
      }),
      connections: list({ id: name, client: name }),
      policies: z
        .record(
          z.string(),
          z
            .object({
              rules: list({ steps: list({ from: nameList, to: nameList }) }),
              fallback: nameList,
            })
            .catch({ rules: [], fallback: [] }),
        )
        .catch({}),
    })
    .catch({ people: [], clients: [], connections: [], policies: {} }),
);
type Names = z.output<typeof namesSchema>;

function clientFaults({ clients, people, connections }: Names): SettingsFault[] {
  const known = clients.flatMap(({ id }) => (id === undefined ? [] : [id]));
  // With no client named at all the schema's fault says everything.
  const isStranger = (client: string | undefined) =>
    client !== undefined && known.length > 0 && !known.includes(client);
  const message = `names no client; known are ${known.join(', ')}`;
  return [
    ...people.flatMap((person, index) =>
      person.clients.flatMap((client, at) =>
        isStranger(client) ? [{ path: `people[${index}].clients[${at}]`, message }] : [],
      ),
    ),
    ...connections.flatMap(({ client }, index) =>
      isStranger(client) ? [{ path: `connections[${index}].client`, message }] : [],
    ),
  ];
}

function policyFaults({ policies, people }: Names): SettingsFault[] {
  const emails = new Set(people.map((person) => person.email));
  const isName = (text: string) =>
    text === 'client' ||
    (text.startsWith('role:')
      ? (roles as readonly string[]).includes(text.slice(5))
      : emails.has(text.toLowerCase()));
  const strangers = (path: string, list: readonly (string | undefined)[]) =>
    list.flatMap((text, at) =>
      text === undefined || isName(text)
        ? []
        : [
            {
              path: `${path}[${at}]`,
              message:
                'names nobody; write the e-mail of a person here, role: and a role, or client',
            },
          ],
    );
  return Object.entries(policies).flatMap(([policy, { rules, fallback }]) => [
    ...rules.flatMap((rule, ruleIndex) =>
      rule.steps.flatMap((step, stepIndex) =>
        (['from', 'to'] as const).flatMap((key) =>
          strangers(`policies.${policy}.rules[${ruleIndex}].steps[${stepIndex}].${key}`, step[key]),
        ),
      ),
    ),
    ...strangers(`policies.${policy}.fallback`, fallback),
  ]);
}

/** Who is away hands over to somebody else here. */
function delegateFaults({ people }: Names): SettingsFault[] {
  return people.flatMap(({ email, delegate }, index) => {
    const to = delegate?.to?.toLowerCase();
    if (to === undefined) return [];
    const path = `people[${index}].delegate.to`;
    if (to === email) return [{ path, message: 'is the person itself; name somebody else' }];
    return people.some((person) => person.email === to)
      ? []
      : [{ path, message: 'names nobody; write the e-mail of a person here' }];
  });
}

function twice<Key extends string>(
  listName: string,
  key: Key,
  entries: readonly { [one in Key]?: string | undefined }[],
  words = (first: string) => `stands already at ${first}; each must be named once`,
): SettingsFault[] {
  const seen = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const value = entry[key];
    if (value === undefined) return [];
    const first = seen.get(value);
    seen.set(value, first ?? index);
    return first === undefined
      ? []
      : [
          {
            path: `${listName}[${index}].${key}`,
            message: words(`${listName}[${first}]`),
          },
        ];
  });
}
