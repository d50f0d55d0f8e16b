/**
 * Short-lived rights Slack hands out with an interaction: trigger ids and response URLs.
 * Limits: https://docs.slack.dev/interactivity (3 s, one use; five uses in 30 minutes).
 */
import { type Refused, refuse } from './messages.js';
import type { Platform } from './platform.js';

export const TRIGGER_LIFE_MS = 3_000;
const RESPONSE_URL_LIFE_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;

export type ResponseTicket = {
  id: string;
  channel: string;
  userId: string;
  threadTs?: string;
  /** The message clicked on, which `replace_original` and `delete_original` mean. */
  originalTs?: string;
  expiresAtMs: number;
  usesLeft: number;
};

export type Tickets = ReturnType<typeof createTickets>;

export function createTickets(platform: Platform, triggerLifeMs: number) {
  const triggers = new Map<string, { userId: string; expiresAtMs: number; isUsed: boolean }>();
  const responses = new Map<string, ResponseTicket>();
  const nowMs = (): number => platform.now().getTime();

  function forget<T extends { expiresAtMs: number }>(kept: Map<string, T>): void {
    for (const [id, ticket] of kept) {
      if (ticket.expiresAtMs + RESPONSE_URL_LIFE_MS < nowMs()) kept.delete(id);
    }
  }

  return {
    newTrigger(userId: string): string {
      forget(triggers);
      const id = `${nowMs()}.${platform.nextId('').toLowerCase()}.trigger`;
      triggers.set(id, { userId, expiresAtMs: nowMs() + triggerLifeMs, isUsed: false });
      return id;
    },
    /** The person the trigger belongs to; a second use and a late one are refused. */
    exchangeTrigger(id: string): { userId: string } | Refused {
      const trigger = triggers.get(id);
      if (!trigger) return refuse('invalid_trigger_id');
      if (trigger.isUsed) return refuse('exchanged_trigger_id');
      if (trigger.expiresAtMs <= nowMs()) return refuse('expired_trigger_id');
      trigger.isUsed = true;
      return { userId: trigger.userId };
    },
    newResponseUrl(ticket: Pick<ResponseTicket, 'channel' | 'userId' | 'threadTs' | 'originalTs'>) {
      forget(responses);
      const id = platform.nextId('R');
      responses.set(id, {
        ...ticket,
        id,
        expiresAtMs: nowMs() + RESPONSE_URL_LIFE_MS,
        usesLeft: RESPONSE_URL_USES,
      });
      return `${platform.baseUrl()}/response/${id}`;
    },
    spendResponseUrl(id: string): ResponseTicket | 'expired_url' | 'used_url' {
      const ticket = responses.get(id);
      if (!ticket || ticket.expiresAtMs <= nowMs()) return 'expired_url';
      if (ticket.usesLeft === 0) return 'used_url';
      ticket.usesLeft -= 1;
      return ticket;
    },
  };
}
