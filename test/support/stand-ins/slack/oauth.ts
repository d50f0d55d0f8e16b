/**
 * One app in several workspaces: the pages and the method of OAuth v2, and one API address that
 * knows each workspace by its token.
 * Sources: docs.slack.dev/authentication/installing-with-oauth, …/reference/methods/oauth.v2.access.
 */
import { randomUUID } from 'node:crypto';
import express, { type Request, type Router } from 'express';
import type { SlackStandIn } from './slack-stand-in.js';

/** A code works once, for ten minutes. */
const CODE_LIFE_MS = 600_000;

type App = { clientId: string; clientSecret: string; now?: () => Date };
type Code = { workspace: SlackStandIn; redirectUri: string; scope: string; until: number };

export function createSlackOAuth({ clientId, clientSecret, now = () => new Date() }: App) {
  const workspaces: SlackStandIn[] = [];
  const codes = new Map<string, Code>();
  let chosen: SlackStandIn | null = null;
  const router: Router = express.Router();

  /** The page on which somebody allows the app, answered as if they did so at once. */
  router.get('/oauth/v2/authorize', (request, response) => {
    const { client_id, scope, state, redirect_uri } = request.query;
    if (client_id !== clientId || !scope || !redirect_uri || !chosen) {
      response.status(400).send('invalid_client_id, scope or redirect_uri');
      return;
    }
    const code = randomUUID();
    const redirectUri = String(redirect_uri);
    const until = now().getTime() + CODE_LIFE_MS;
    codes.set(code, { workspace: chosen, redirectUri, scope: String(scope), until });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', String(state ?? ''));
    response.redirect(302, back.toString());
  });

  router.post(
    '/api/oauth.v2.access',
    express.urlencoded({ extended: false }),
    (request, response) => {
      response.json(access(request));
    },
  );

  router.use((request, response, next) => {
    const token = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const workspace = workspaces.find((one) => one.identity.botToken === token);
    if (!workspace) {
      response.json({ ok: false, error: token ? 'invalid_auth' : 'not_authed' });
      return;
    }
    if (request.path === '/api/auth.revoke') {
      void workspace.revokeToken(false);
      response.json({ ok: true, revoked: true });
      return;
    }
    workspace.router(request, response, next);
  });

  function access(request: Request): object {
    const { client_id, client_secret, code, redirect_uri } = request.body as Record<string, string>;
    const basic = Buffer.from(
      /^Basic (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? '',
      'base64',
    ).toString();
    const given = basic === '' ? `${client_id}:${client_secret}` : basic;
    if (given !== `${clientId}:${clientSecret}`) return { ok: false, error: 'bad_client_secret' };
    const known = codes.get(code ?? '');
    codes.delete(code ?? '');
    if (!known || known.until < now().getTime()) return { ok: false, error: 'invalid_code' };
    if (known.redirectUri !== redirect_uri) return { ok: false, error: 'bad_redirect_uri' };
    const { identity } = known.workspace;
    return {
      ok: true,
      app_id: identity.appId,
      authed_user: { id: 'U0INSTALLER' },
      scope: known.scope,
      token_type: 'bot',
      access_token: identity.botToken,
      bot_user_id: identity.botUserId,
      team: { id: identity.teamId, name: identity.teamDomain },
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  return {
    router,
    add: (workspace: SlackStandIn): void => {
      workspaces.push(workspace);
    },
    /** In which workspace the next person to see the page is. */
    choose: (workspace: SlackStandIn): void => {
      chosen = workspace;
    },
  };
}
