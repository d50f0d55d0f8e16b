import express from 'express';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { AnnouncerError } from '../../core/index.js';
import { listen } from '../support/stand-ins/http-server.js';
import { createSlackOAuth } from '../support/stand-ins/slack/oauth.js';
import {
  createSlackStandIn,
  type SlackStandIn,
} from '../support/stand-ins/slack/slack-stand-in.js';
import { ACME, AGENT, type BotSpace, GENERAL, openBotSpace } from '../unit/bot/bot-space.js';
import { acme, globex, reversal } from '../unit/bot/reversal-builder.js';

const GLOBEX = 'C0GLBX';
const app = { clientId: 'client.1', clientSecret: 'client-secret' };

let home: SlackStandIn;
let merchant: SlackStandIn;
let space: BotSpace;
let oauth: ReturnType<typeof createSlackOAuth>;
let closers: (() => unknown)[];

const workspace = (name: string) => ({
  teamId: `T0${name}`,
  teamDomain: name.toLowerCase(),
  botId: `B0${name}`,
  botUserId: `U0BOT${name}`,
  botToken: `xoxb-${name.toLowerCase()}`,
});

beforeEach(async () => {
  oauth = createSlackOAuth(app);
  const slackServer = await listen(express().use('/slack', oauth.router));
  space = await openBotSpace(
    { identity: workspace('HOME') },
    {
      ...app,
      botToken: undefined,
      stateSecret: 'state-secret-of-the-test',
      apiUrl: `${slackServer.url}/slack/api/`,
      homeWorkspace: 'T0HOME',
      workspaceOfChannel: new Map([
        [GENERAL, 'T0HOME'],
        [ACME, 'T0HOME'],
        [GLOBEX, 'T0MERCHANT'],
      ]),
    },
  );
  home = space.slack;
  merchant = createSlackStandIn({
    retryScale: 0.0001,
    postingLimit: null,
    identity: { ...workspace('MERCHANT'), signingSecret: home.identity.signingSecret },
  });
  merchant.addUser({ id: 'U0GUEST', name: 'Guest', email: 'agent@northwind.example' });
  merchant.addUser({ id: 'U0THEIRS', name: 'Theirs', email: 'theirs@globex.example' });
  merchant.addChannel({ id: GLOBEX, name: 'refunds', members: ['U0GUEST', 'U0THEIRS'] });
  const merchantServer = await listen(express().use('/slack', merchant.router));
  merchant.connect({
    baseUrl: `${merchantServer.url}/slack`,
    eventsUrl: `${space.hubUrl}/slack/events`,
  });
  oauth.add(home);
  oauth.add(merchant);
  closers = [() => merchant.close(), () => merchantServer.close(), () => slackServer.close()];
});
afterEach(async () => {
  await space.close();
  for (const close of closers) await close();
});

const follow = (url: string, cookie = '') =>
  fetch(url, { redirect: 'manual', headers: { cookie } });
const atHub = (url: string) => url.replace('https://hub.example', space.hubUrl);

/** What a browser does from "Add to Slack" to the page at the end. */
async function install(where: SlackStandIn, change: (back: URL) => void = () => undefined) {
  oauth.choose(where);
  const begun = await follow(`${space.hubUrl}/slack/install`);
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const allowed = await follow(begun.headers.get('location') ?? '');
  const back = new URL(atHub(allowed.headers.get('location') ?? ''));
  change(back);
  const ended = await follow(back.toString(), cookie);
  return { status: ended.status, text: await ended.text(), back: back.toString(), cookie };
}

const show = (client: typeof acme, changes = {}) =>
  space.bot.announcer.showCard(
    {
      reversal: reversal({ clientId: client.id, ...changes }),
      client,
      alsoOnPayment: [],
      waitingFor: null,
      dashboardUrl: 'https://hub.example',
    },
    null,
    `e-${client.id}`,
  );
const heldFor = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof AnnouncerError ? `${error.kind} ${error.code}` : error;
};

describe('two workspaces', () => {
  test('each client’s card goes out with the token of its own workspace', async () => {
    expect((await install(home)).text).toContain('is installed');
    expect((await install(merchant)).status).toBe(200);
    await show(acme);
    await show(globex);
    expect(home.messages(ACME)).toHaveLength(1);
    expect(merchant.messages(GLOBEX)).toHaveLength(1);
    expect(home.calls.filter((call) => call.error !== null)).toEqual([]);
    expect(merchant.calls.filter((call) => call.error !== null)).toEqual([]);
  });

  test('a command is answered in the workspace it was written in', async () => {
    await install(home);
    await install(merchant);
    await home.runCommand(AGENT, ACME, '/reversal', 'help');
    await home.say(AGENT, home.directChannelOf(AGENT).id, 'help');
    await home.idle();
    await space.settled();
    expect(JSON.stringify(home.ephemerals(AGENT))).toContain('What Reversal Hub understands');
    expect(home.messages(home.directChannelOf(AGENT).id).some((one) => one.isFromBot)).toBe(true);
    expect(merchant.calls.map((call) => call.method)).not.toContain('chat.postMessage');
  });

  test('somebody of another workspace who bears an agent’s e-mail is a stranger', async () => {
    await install(home);
    await install(merchant);
    await merchant.say('U0GUEST', merchant.directChannelOf('U0GUEST').id, 'find refunds');
    await merchant.idle();
    await space.settled();
    const told = JSON.stringify(merchant.messages(merchant.directChannelOf('U0GUEST').id));
    expect(told).toContain('I do not know you yet');
  });

  test('what waits for an installation goes out once it is there', async () => {
    await install(home);
    expect(await heldFor(show(globex))).toBe('hold not_installed');
    expect(space.shut.told).toEqual([expect.stringContaining('/slack/install')]);
    expect(await space.bot.check()).toMatchObject({
      error: 'not_installed',
      workspace: 'T0MERCHANT',
    });
    await install(merchant);
    expect(space.shut.told.at(-1)).toContain('Slack takes the hub’s calls again');
    await show(globex);
    expect(merchant.messages(GLOBEX)).toHaveLength(1);
    expect(await space.bot.check()).toMatchObject({ ok: true });
  });

  test('an uninstalled workspace loses its token here and stops no other', async () => {
    await install(home);
    await install(merchant);
    await merchant.revokeToken();
    expect([...space.installed.keys()]).toEqual(['T0HOME']);
    expect(await heldFor(show(globex))).toMatch(/^hold /);
    await show(acme);
    expect(home.messages(ACME)).toHaveLength(1);
  });
});

describe('what is refused', () => {
  it.each<[string, (back: URL) => void, RegExp]>([
    ['another state', (back) => back.searchParams.set('state', 'x'), /was not installed/],
    ['no state', (back) => back.searchParams.delete('state'), /was not installed/],
    ['another code', (back) => back.searchParams.set('code', 'x'), /was not installed/],
  ])('%s', async (_name, change, text) => {
    const ended = await install(home, change);
    expect(ended.text).toMatch(text);
    expect(ended.status).toBe(400);
    expect(space.installed.size).toBe(0);
  });

  test('another browser than the one that began', async () => {
    oauth.choose(home);
    const begun = await follow(`${space.hubUrl}/slack/install`);
    const allowed = await follow(begun.headers.get('location') ?? '');
    const ended = await follow(atHub(allowed.headers.get('location') ?? ''));
    expect(ended.status).toBe(400);
    expect(space.installed.size).toBe(0);
  });

  test('the same answer a second time', async () => {
    const { back, cookie } = await install(home);
    expect((await follow(back, cookie)).status).toBe(400);
  });

  test('a workspace that no channel of the configuration names; its token is revoked', async () => {
    const stranger = createSlackStandIn({ identity: workspace('STRANGE'), postingLimit: null });
    oauth.add(stranger);
    const ended = await install(stranger);
    expect([ended.status, ended.text]).toEqual([403, expect.stringContaining('names no channel')]);
    expect(space.installed.size).toBe(0);
    // Its uninstalling is nobody's trouble.
    stranger.connect({ baseUrl: space.hubUrl, eventsUrl: `${space.hubUrl}/slack/events` });
    await stranger.revokeToken();
    expect(space.shut.told).toEqual([]);
    stranger.close();
  });
});
