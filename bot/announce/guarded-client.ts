import { webApi } from '@slack/bolt';
import { AnnouncerError } from '../../core/index.js';
import type { BotTelemetry } from '../bot-tools.js';
import { workspaceHere } from '../workspaces/token-here.js';

/** The code of whatever the tripwire stopped: in dead letters, in telemetry, in the answer's place. */
export const blockedCode = 'card_data_blocked';

type Guard = { holdsCardData(payload: unknown): boolean; telemetry: BotTelemetry };

/**
 * A Web API client that sends no card data: a call that holds any is counted and given up at once,
 * since a repeat would hold it again. All methods of WebClient go through `apiCall`
 * (@slack/web-api, dist/methods.js, bindApiCall).
 */
export class GuardedClient extends webApi.WebClient {
  readonly #guard: Guard;

  constructor(token: string | undefined, options: webApi.WebClientOptions, guard: Guard) {
    super(token, options);
    this.#guard = guard;
  }

  override async apiCall(
    method: string,
    options: Record<string, unknown> = {},
  ): Promise<webApi.WebAPICallResult> {
    // Slack's own name of a press, digits that may look like a card's; nobody writes or reads it.
    const { trigger_id: _trigger, ...said } = options;
    if (this.#guard.holdsCardData(said)) {
      this.#guard.telemetry.count('tripwire', { exit: 'chat' });
      throw new AnnouncerError('give_up', blockedCode);
    }
    // A token given by hand goes first: an installation's own, before it is kept.
    const here = options.token === undefined ? workspaceHere() : undefined;
    return super.apiCall(method, here ? { ...options, token: here.token } : options);
  }
}
