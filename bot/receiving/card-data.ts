import type { BotTools } from '../bot-tools.js';
import { hasCardData } from '../reading-port.js';

type Spoken = { channel: string; ts: string; text: string; isEdit: boolean };

/**
 * Slack keeps what people write, so card data in a message to the hub is an incident until it is taken
 * out: recorded before anything is answered.
 */
export async function noteCardData(tools: BotTools, message: Spoken): Promise<void> {
  const { findings } = tools.reading.redact(message.text);
  if (!hasCardData(findings)) return noteEdited(tools, message);
  const client = await tools.channelClient(message.channel);
  const place = { channelId: message.channel, messageId: message.ts, clientId: client?.id ?? null };
  await tools.noteCardData(place, findings);
}

/** A message that was changed and holds none closes its incident, where it has one. */
export async function noteEdited(tools: BotTools, message: Spoken): Promise<void> {
  if (!message.isEdit || hasCardData(tools.reading.redact(message.text).findings)) return;
  await noteDeleted(tools, message.channel, message.ts);
}

/** A message that was deleted holds nothing any more. */
export async function noteDeleted(tools: BotTools, channel: string, ts: string): Promise<void> {
  await tools.noteCardData({ channelId: channel, messageId: ts, clientId: null }, null);
}
