/** Scopes with what each is for; a test holds this list against the calls the bot makes. */
export const botScopes: Readonly<Record<string, string>> = {
  app_mentions: 'app_mentions:read',
  history: 'channels:history',
  privateHistory: 'groups:history',
  directMessages: 'im:history',
  openDirectMessages: 'im:write',
  write: 'chat:write',
  commands: 'commands',
  people: 'users:read',
  emails: 'users:read.email',
  /** Events of channels: archived, renamed, left (docs.slack.dev/reference/events/channel_archive). */
  channels: 'channels:read',
  privateChannels: 'groups:read',
  /** A thumb under a card is asked about (docs.slack.dev/reference/events/reaction_added). */
  reactions: 'reactions:read',
  /** Links to the dashboard unfold (docs.slack.dev/messaging/unfurling-links-in-messages). */
  links: 'links:read',
  unfurls: 'links:write',
};

export const botEvents = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_unarchive',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'link_shared',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'tokens_revoked',
  'user_change',
] as const;

/**
 * The app's manifest for one hub: only what is used. `isSocket` where the hub has no public
 * address. Source: docs.slack.dev/reference/app-manifest.
 */
export function manifest(publicUrl: string, isSocket = false) {
  const url = `${publicUrl.replace(/\/$/, '')}/slack/events`;
  const at = isSocket ? {} : { request_url: url };
  return {
    display_information: {
      name: 'Reversal Hub',
      description: 'Logs payment reversals and gets them decided.',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      ...(isSocket ? {} : { unfurl_domains: [new URL(publicUrl).hostname] }),
      bot_user: { display_name: 'Reversal Hub', always_online: true },
      shortcuts: [
        {
          name: 'Log as reversal',
          type: 'message',
          callback_id: 'log_message',
          description: 'Opens the form, filled in from this message',
        },
      ],
      slash_commands: [
        {
          command: '/reversal',
          description: 'Log, find and decide payment reversals',
          usage_hint: 'log 49.99 USD … | find … | show RV-… | help',
          should_escape: true,
          ...(isSocket ? {} : { url }),
        },
      ],
    },
    oauth_config: {
      ...(isSocket ? {} : { redirect_urls: [url.replace(/events$/, 'oauth_redirect')] }),
      scopes: { bot: Object.values(botScopes) },
    },
    settings: {
      event_subscriptions: { ...at, bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...at },
      org_deploy_enabled: false,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: false,
    },
  };
}
