import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { mountChatPage } from '../sandbox/chat/chat-page.js';
import { listen } from '../support/stand-ins/http-server.js';
import { createSlackStandIn } from '../support/stand-ins/slack/slack-stand-in.js';

const AGENT = 'U0AGENT';
const MANAGER = 'U0MANAGER';
const ACME = 'C0ACME';

const opened: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function chat() {
  const slack = createSlackStandIn({ postingLimit: null });
  slack.addUser({ id: AGENT, name: 'First Agent', email: 'agent@northwind.example' });
  slack.addUser({ id: MANAGER, name: 'First Manager', email: 'manager@northwind.example' });
  slack.addChannel({ id: ACME, name: 'acme', members: [AGENT, MANAGER] });
  const app = express();
  const page = mountChatPage(app, slack, {
    basePath: '/sandbox/chat',
    people: [{ userId: AGENT, name: 'First Agent', role: 'agent' }],
  });
  const server = await listen(app);
  opened.push(server.close, page.close, slack.close);
  const base = `${server.url}/sandbox/chat`;
  const screen = async (as: string, channel = ACME) =>
    (await fetch(`${base}/screen?as=${as}&channel=${channel}`)).text();
  const act = (as: string, wanted: object, contentType = 'application/json') =>
    fetch(`${base}/act?as=${as}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: JSON.stringify(wanted),
    });
  return { slack, base, screen, act };
}

describe('the chat page', () => {
  test('shows who one can be, and no script but its own may run', async () => {
    const { base } = await chat();
    const chooser = await fetch(base);
    expect(await chooser.text()).toContain('First Agent');
    expect(chooser.headers.get('content-security-policy')).toContain("script-src 'self'");
    const shell = await (await fetch(`${base}?as=${AGENT}`)).text();
    expect(shell).toContain('chat.js');
    for (const file of ['chat.js', 'chat.css', 'blocks.css']) {
      const served = await fetch(`${base}/${file}`);
      expect([file, served.status, (await served.text()).length > 500]).toEqual([file, 200, true]);
    }
  });

  test.each([
    ['a tag', '<img src=x onerror=alert(1)>'],
    ['a tag as Slack keeps it', '&lt;img src=x onerror=alert(1)&gt;'],
    ['a script', '<script>alert(1)</script>'],
    ['a script link', '<javascript:alert(1)|press>'],
    ['an attribute', '<https://x.example/" onmouseover="alert(1)|x>'],
  ])('%s in a message, a card, a form or a name is text', async (_case, evil) => {
    const { slack, screen } = await chat();
    slack.addUser({ id: AGENT, name: `A ${evil}`, email: 'agent@northwind.example' });
    await slack.say(AGENT, ACME, evil);
    const html = await screen(AGENT);
    const markup = (JSON.parse(html).rows as { html: string }[]).map((row) => row.html).join('');
    expect(markup).not.toMatch(/<script|<img|href="javascript:(?!throw)|\sonmouseover="/i);
    expect(JSON.parse(html).nav).not.toMatch(/<script|<img/i);
  });

  test('what was said to one person alone is shown to no other', async () => {
    const { slack, screen, act } = await chat();
    slack.connect({ baseUrl: 'http://127.0.0.1:9', eventsUrl: 'http://127.0.0.1:9/none' });
    await act(AGENT, { kind: 'say', channel: ACME, text: '/reversal queue' });
    expect(await screen(AGENT)).toContain('dispatch_failed');
    expect(await screen(MANAGER)).not.toContain('dispatch_failed');
  });

  test('typed names become mentions, typed brackets stay brackets', async () => {
    const { slack, act } = await chat();
    await act(AGENT, { kind: 'say', channel: ACME, text: '@reversal is 3 < 4, @First Manager?' });
    expect(slack.messages(ACME)[0]?.text).toBe('<@U0REVERSAL> is 3 &lt; 4, <@U0MANAGER>?');
  });

  test('an act that another site could send, or that Slack would not offer, is refused', async () => {
    const { slack, act } = await chat();
    const said = { kind: 'say', channel: ACME, text: 'hi' };
    expect((await act(AGENT, said, 'text/plain')).status).toBe(400);
    expect((await act('U0NOBODY', said)).status).toBe(400);
    expect((await act(AGENT, { kind: 'say', channel: 'C0NONE', text: 'hi' })).status).toBe(409);
    const { ts } = await slack.say(MANAGER, ACME, 'mine');
    expect((await act(AGENT, { kind: 'remove', channel: ACME, ts })).status).toBe(409);
    expect(slack.messages(ACME).map((message) => message.text)).toEqual(['mine']);
  });
});
