import { createSlackStandIn } from '../../stand-ins/slack/slack-stand-in.js';
import { racers } from '../race-people.js';
import { chatPlaces } from './chat-places.js';
import { createChatRecord } from './chat-record.js';

/** Slack's retries come after nothing, 1.2 s and 6 s: a hub that died is up again by one of them. */
const retryScale = 0.02;

/** A busy machine is not raced against: retries come where an act asks for them, or a hub died. */
const ackTimeoutMs = 30_000;

/** Slack with all places and their people, and a record of what it was told. */
export function openChatSlack() {
  const record = createChatRecord(() => Date.now());
  const slack = createSlackStandIn({ retryScale, ackTimeoutMs, onCall: record.take });
  for (const place of chatPlaces) {
    for (const racer of racers) {
      const email = place.emailOf(racer);
      slack.addUser({ id: place.chatUserIdOf(racer), name: place.nameOf(racer), email });
    }
    const members = racers.map(place.chatUserIdOf);
    slack.addChannel({ id: place.channelId, name: place.clientId, members });
  }
  return { slack, record };
}
