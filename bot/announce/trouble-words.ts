import type { Person } from '../../core/index.js';

/** A place at Slack with what people call it. */
export type NamedPlace = { kind: 'workspace'; id: string } | NamedChannel;

export type NamedChannel =
  | { kind: 'client_channel'; id: string; client: string }
  | { kind: 'operations_channel'; id: string }
  | { kind: 'other_channel'; id: string };

const waits = 'What is to be said there waits, and goes out by itself then.';

/** What happened since when and how a person mends it; said once, and by `hub doctor`. */
export function troubleWords(place: NamedPlace, code: string, since: Date): string {
  const at = `since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (place.kind === 'workspace') {
    return `Slack refuses the hub ${at} (${code}). ${workspaceMend(code)} ${waits}`;
  }
  const name = channelName(place);
  switch (code) {
    case 'is_archived':
    case 'is_inactive':
      return `${name} is archived ${at}. Unarchive it, or name another channel in the configuration. ${waits}`;
    case 'not_in_channel':
      return `The hub is no member of ${lower(name)} ${at}. Write \`/invite @Reversal Hub\` there. ${waits}`;
    case 'channel_not_found':
      return `${name} is not there for the hub ${at}: it was deleted, or is private without the hub in it. Invite the hub there, or name another channel in the configuration. ${waits}`;
    default:
      return `The hub may not write in ${lower(name)} ${at} (${code}). Let it post there: the channel’s posting permissions say who may. ${waits}`;
  }
}

function workspaceMend(code: string): string {
  if (code === 'not_installed') return 'Open the hub’s /slack/install and install the app there.';
  if (code === 'missing_scope' || code === 'not_allowed_token_type') {
    return 'Update the app with `hub slack manifest` and install it again.';
  }
  return 'Install the app again and put its bot token where `slack.botToken` names it, or install it by /slack/install; then restart the hub.';
}

export function wellWords(place: NamedPlace): string {
  return place.kind === 'workspace'
    ? 'Slack takes the hub’s calls again.'
    : `${channelName(place)} takes messages again.`;
}

export function renamedWords(place: NamedChannel, name: string): string {
  return `${channelName(place)} is now called ${name}. Nothing is to be done: the hub holds on to the id.`;
}

export function newIdWords(place: NamedChannel, id: string): string {
  return `${channelName(place)} has the new id ${id}. Put it into the configuration and restart the hub. ${waits}`;
}

export function removedWords(person: Person): string {
  return `${person.name} was removed from Slack. What waited for them waits for the others whom the policy names, or for its fallback where there are none; nobody decides for them or in their place by delegation any more. Take them out of \`people\` in the configuration, which also ends their keys and their sign-in to the dashboard.`;
}

export const returnedWords = (person: Person) => `${person.name} is back in Slack.`;

function channelName(place: NamedChannel): string {
  switch (place.kind) {
    case 'client_channel':
      return `The channel of ${place.client} (${place.id})`;
    case 'operations_channel':
      return `The operations channel (${place.id})`;
    case 'other_channel':
      return `The channel ${place.id}`;
  }
}

const lower = (name: string) => `t${name.slice(1)}`;
