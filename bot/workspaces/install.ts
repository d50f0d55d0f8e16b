import type { IncomingMessage, ServerResponse } from 'node:http';
import { ExpressReceiver, type Installation, type Logger, type webApi } from '@slack/bolt';
import type { BotDeps } from '../bot-tools.js';
import { botScopes } from '../manifest/manifest.js';
import type { HttpMount } from '../receiving/http-receiver.js';

const installPath = '/slack/install';
const redirectPath = '/slack/oauth_redirect';

type Tools = { web: webApi.WebClient } & Pick<
  BotDeps,
  'settings' | 'installations' | 'publicUrl' | 'telemetry' | 'now'
> & {
    logger: Logger;
    /** Workspaces that the configuration names. */
    isNamed(id: string): boolean;
    installed(id: string): Promise<void>;
  };

/** Thrown where somebody installs the app into a workspace that nobody configured. */
class NotNamed extends Error {
  override readonly name = 'NotNamed';
}

/**
 * "Add to Slack": the state is signed and bound to the browser by a cookie, both by the library
 * (npm @slack/oauth 4.0.0, install-provider.js). Only workspaces of the configuration are taken:
 * anybody can open the page, and whoever rules over a workspace rules over its people.
 */
export function mountInstall(app: HttpMount, tools: Tools): void {
  const { settings, installations, telemetry } = tools;
  const { clientId, clientSecret, stateSecret, apiUrl } = settings;
  if (!clientId || !clientSecret || !stateSecret) return;
  const redirectUri = `${tools.publicUrl.replace(/\/$/, '')}${redirectPath}`;
  const authorizationUrl = apiUrl && new URL('../oauth/v2/authorize', apiUrl).toString();
  // The receiver is asked for its installer only; requests go to the two paths below.
  const { installer } = new ExpressReceiver({
    signingSecret: clientSecret,
    logger: tools.logger,
    clientId,
    clientSecret,
    stateSecret,
    redirectUri,
    scopes: Object.values(botScopes),
    installerOptions: {
      directInstall: true,
      redirectUriPath: redirectPath,
      ...(authorizationUrl ? { authorizationUrl } : {}),
      clientOptions: apiUrl ? { slackApiUrl: apiUrl } : {},
    },
    installationStore: {
      storeInstallation: async (installation) => {
        const found = installationOf(installation);
        if (!found) throw new NotNamed();
        if (!tools.isNamed(found.id)) {
          // Nobody's token is kept, nor left good at Slack (docs.slack.dev/reference/methods/auth.revoke).
          await tools.web.auth.revoke({ token: found.token });
          throw new NotNamed();
        }
        await installations.save(found, tools.now());
        telemetry.count('chat_installed');
        await tools.installed(found.id);
      },
      fetchInstallation: () => Promise.reject(new Error('tokens are looked up by the hub itself')),
    },
  });
  if (!installer) throw new Error('the Slack library made no installer');
  const scopes = Object.values(botScopes);
  app.use(installPath, (request, response, next) => {
    installer.handleInstallPath(request, response, undefined, { scopes, redirectUri }).catch(next);
  });
  app.use(redirectPath, (request, response, next) => {
    installer
      .handleCallback(request, response, {
        success: (_installation, _options, _request, answer) =>
          say(answer, 200, 'Reversal Hub is installed. You can close this page.'),
        failure: (error, _options, _request, answer) => {
          telemetry.count('chat_install_refused', { error: error.name });
          const isNamed = !(error instanceof NotNamed);
          say(
            answer,
            isNamed ? 400 : 403,
            isNamed
              ? 'It was not installed: the page was open for too long, was opened in another browser, or Slack refused. Begin again at /slack/install.'
              : 'It was not installed: the configuration names no channel of this workspace (slackChannel: T…/C…). Ask whoever runs the hub to add it, then begin again.',
          );
        },
      })
      .catch(next);
  });
}

function installationOf(installation: Installation) {
  const place = installation.isEnterpriseInstall ? installation.enterprise : installation.team;
  const { bot } = installation;
  return place && bot
    ? {
        id: place.id,
        name: place.name ?? null,
        botUserId: bot.userId,
        botId: bot.id ?? null,
        token: bot.token,
      }
    : null;
}

function say(response: ServerResponse<IncomingMessage>, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
