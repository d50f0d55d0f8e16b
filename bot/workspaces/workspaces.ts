import type { webApi } from '@slack/bolt';
import { AnnouncerError, type ChatInstallation } from '../../core/index.js';
import { announcerErrorOf, codeOf } from '../announce/slack-trouble.js';
import type { BotDeps } from '../bot-tools.js';
import { botScopes } from '../manifest/manifest.js';
import { type WorkspaceHere, withWorkspace, workspaceHere } from './token-here.js';

/** One bot token is one workspace, whatever its id. */
const soleWorkspace = 'workspace';

type Identity = {
  botUserId: string;
  botId: string | undefined;
  team: string | null;
  teamId: string | undefined;
  enterpriseId: string | undefined;
};

type Source = { teamId?: string | undefined; enterpriseId?: string | undefined };

/**
 * Which workspace a channel or an event belongs to, and with which token it is spoken to: the one of
 * `slack.botToken`, or those where the app was installed by OAuth.
 */
export function createWorkspaces(deps: BotDeps, web: webApi.WebClient) {
  const { settings, installations } = deps;
  const { botToken, homeWorkspace, workspaceOfChannel = new Map<string, string>() } = settings;
  const identityOf = createIdentities(web);
  const isManyWorkspaces = settings.clientId !== undefined || workspaceOfChannel.size > 0;
  const home = botToken ? soleWorkspace : (homeWorkspace ?? soleWorkspace);

  const accessTo = async (id: string): Promise<WorkspaceHere> => {
    if (id === soleWorkspace && botToken) return { id, token: botToken };
    const found = await installations.find(id);
    if (!found) throw new AnnouncerError('hold', 'not_installed');
    return { id, token: found.token };
  };
  const installationFor = async (source: Source): Promise<ChatInstallation | null> => {
    const byTeam = source.teamId ? await installations.find(source.teamId) : null;
    return byTeam ?? (source.enterpriseId ? installations.find(source.enterpriseId) : null);
  };
  const named = () => [
    ...new Set([...(botToken ? [soleWorkspace] : [home]), ...workspaceOfChannel.values()]),
  ];

  return {
    home,
    named,
    workspaceOf: async (channelId: string) => workspaceOfChannel.get(channelId) ?? home,
    inWorkspace: async <T>(id: string, work: () => Promise<T>): Promise<T> =>
      withWorkspace(await accessTo(id), work),

    /** For Bolt. An event of a workspace where the app is not installed is nobody's: it throws. */
    async authorize(source: Source) {
      // With one token for one workspace nothing is looked up: a command is acknowledged whatever the
      // database does.
      const installed = isManyWorkspaces ? await installationFor(source) : null;
      if (installed) {
        const { token, botUserId, botId } = installed;
        return { botToken: token, botUserId, botId: botId ?? undefined, workspace: installed.id };
      }
      if (!botToken) throw new AnnouncerError('give_up', 'not_installed');
      const own = await identityOf(botToken);
      if (settings.clientId && source.teamId && source.teamId !== own.teamId) {
        throw new AnnouncerError('give_up', 'not_installed');
      }
      const { botUserId, botId } = own;
      return { botToken, botUserId, botId, workspace: soleWorkspace };
    },

    /**
     * The workspace an event without authorisation is about: its token may be gone already. Null for
     * one that is none of the hub's: anybody may install the app and take it out again.
     */
    async workspaceIn(teamId: string | undefined): Promise<string | null> {
      if (teamId && named().includes(teamId)) return teamId;
      if (!botToken) return null;
      if (!settings.clientId) return soleWorkspace;
      // A token that is gone already cannot say whose it was: the next call of the hub finds it shut.
      const own = await identityOf(botToken).catch(nobody);
      return own?.teamId === teamId ? soleWorkspace : null;
    },

    forget: async (id: string): Promise<void> => {
      await installations.remove(id);
    },

    /**
     * Whether a profile of this team proves by its e-mail who somebody is: only among the support
     * company's own people. Elsewhere others rule over the profiles.
     */
    async provesEmails(team: { id?: string | undefined; enterpriseId?: string | undefined }) {
      const here = workspaceHere() ?? (await accessTo(home));
      if (here.id !== home) return false;
      if (team.id === undefined) return true;
      const own = await identityOf(here.token);
      return (
        team.id === own.teamId ||
        (own.enterpriseId !== undefined && team.enterpriseId === own.enterpriseId)
      );
    },

    /** Who the bot is in its first workspace; throws what Slack answers. */
    async start(onReached: (id: string) => Promise<void>) {
      let first: Identity | null = null;
      for (const id of named()) {
        const access = await accessTo(id).catch((error: unknown) => {
          // Not installed yet: whoever installs it is awaited.
          if (announcerErrorOf(error).code === 'not_installed') return null;
          throw error;
        });
        if (!access) continue;
        const own = await identityOf(access.token);
        first ??= own;
        await onReached(id);
      }
      return { botUserId: first?.botUserId ?? '', team: first?.team ?? null };
    },

    /** Every workspace the configuration names, one after the other; the first trouble is told. */
    async check() {
      const accounts: string[] = [];
      for (const id of named()) {
        const checked = await checkOne(web, () => accessTo(id));
        if (!checked.ok) return { ...checked, ...(id === soleWorkspace ? {} : { workspace: id }) };
        accounts.push(checked.account ?? id);
      }
      return { ok: true, account: accounts.join(', '), missingScopes: [] };
    },
  };
}

/** Slack names a token's scopes in `x-oauth-scopes` (docs.slack.dev, web API); absent: not told. */
async function checkOne(web: webApi.WebClient, accessTo: () => Promise<WorkspaceHere>) {
  try {
    const answer = await withWorkspace(await accessTo(), () => web.auth.test());
    const scopes = answer.response_metadata?.scopes;
    const missingScopes = scopes
      ? Object.values(botScopes).filter((scope) => !scopes.includes(scope))
      : [];
    const account = `${answer.user ?? 'bot'} at ${answer.team ?? 'Slack'}`;
    return { ok: missingScopes.length === 0, account, missingScopes };
  } catch (error) {
    return { ok: false, error: codeOf(error) };
  }
}

/** Asked once a token and kept; a failure is not kept, so that the next request asks again. */
function createIdentities(web: webApi.WebClient) {
  const known = new Map<string, Promise<Identity>>();
  return (token: string): Promise<Identity> => {
    const asked = known.get(token);
    if (asked) return asked;
    const asking = withWorkspace({ id: 'identity', token }, () => web.auth.test()).then(
      (answer) => ({
        botUserId: answer.user_id ?? '',
        botId: answer.bot_id,
        team: answer.team ?? null,
        teamId: answer.team_id,
        enterpriseId: answer.enterprise_id,
      }),
      (error: unknown) => {
        known.delete(token);
        throw error;
      },
    );
    known.set(token, asking);
    return asking;
  };
}

/** Slack's refusal is an answer here; our own faults are thrown on. */
function nobody(error: unknown): null {
  announcerErrorOf(error);
  return null;
}
