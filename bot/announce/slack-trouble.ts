import { webApi } from '@slack/bolt';
import { AnnouncerError } from '../../core/index.js';

/**
 * Errors that a person must mend: sign in again, invite the bot, pick another channel.
 * Source: docs.slack.dev/reference/methods/chat.postMessage, list of errors.
 */
const heldErrors: ReadonlySet<string> = new Set([
  'token_revoked',
  'token_expired',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'org_login_required',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'channel_not_found',
  'is_archived',
  // chat.update in an archived or frozen channel (docs.slack.dev/reference/methods/chat.update).
  'is_inactive',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'team_access_not_granted',
  'ekm_access_denied',
  'access_denied',
]);

/** Of these the channel is the cause; of the others above the app's access to the whole workspace. */
const channelErrors: ReadonlySet<string> = new Set([
  'no_permission',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
]);

export const isOfChannel = (code: string): boolean => channelErrors.has(code);

/** Slack's own trouble: the same call may succeed soon. Source: as above. */
const passingErrors: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'accesslimited',
]);

/** The message to be updated is not there or not ours any more: it is posted anew. */
const goneErrors: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
]);

/** Where Slack says "slow down" without a number (docs.slack.dev/apis/web-api/rate-limits). */
const waitWithoutNumberMs = 30_000;

/** What to do next after a failed Web API call; anything that is not Slack's is thrown on. */
export function announcerErrorOf(error: unknown): AnnouncerError {
  if (error instanceof AnnouncerError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return new AnnouncerError('wait', 'ratelimited', error.retryAfter * 1000);
  }
  if (error instanceof webApi.WebAPIPlatformError) return ofPlatform(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const isPassing =
      error.statusCode >= 500 || error.statusCode === 408 || error.statusCode === 429;
    return new AnnouncerError(isPassing ? 'retry' : 'give_up', `http_${error.statusCode}`);
  }
  if (error instanceof webApi.WebAPIRequestError) return new AnnouncerError('retry', 'network');
  throw error;
}

function ofPlatform(code: string): AnnouncerError {
  if (code === 'ratelimited' || code === 'rate_limited' || code === 'message_limit_exceeded') {
    return new AnnouncerError('wait', code, waitWithoutNumberMs);
  }
  if (heldErrors.has(code)) return new AnnouncerError('hold', code);
  return new AnnouncerError(passingErrors.has(code) ? 'retry' : 'give_up', code);
}

export function isMessageGone(error: unknown): boolean {
  return error instanceof webApi.WebAPIPlatformError && goneErrors.has(error.data.error);
}

/** A constant name for any error, for telemetry; never its message. */
export function codeOf(error: unknown): string {
  if (error instanceof webApi.SlackError || error instanceof AnnouncerError) {
    return announcerErrorOf(error).code;
  }
  return error instanceof Error ? error.name : 'unknown';
}
