import express from 'express';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { mountChatPage } from '../sandbox/chat/chat-page.js';
import { listen } from '../support/stand-ins/http-server.js';
import { MANAGER, openBotSpace } from '../unit/bot/bot-space.js';
import { openBrowser } from './open-browser.js';

/** The chat page over the real bot and Slack's stand-in, the desk doubled, looked at as the manager. */
export async function openBotChat() {
  const space = await openBotSpace();
  const app = express();
  const chat = mountChatPage(app, space.slack, {
    basePath: '/chat',
    people: [{ userId: MANAGER, name: 'First Manager', role: 'manager' }],
  });
  const server = await listen(app);
  const browser = await openBrowser();
  const address = `${server.url}/chat?as=${MANAGER}`;
  return {
    space,
    addressOf: (channel: string) => `${address}&channel=${channel}`,
    async openPage(device: BrowserContextOptions): Promise<Page> {
      const page = await (await browser.newContext(device)).newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(address);
      return page;
    },
    async close() {
      await browser.close();
      chat.close();
      await server.close();
      await space.close();
    },
  };
}

export type BotChat = Awaited<ReturnType<typeof openBotChat>>;
