import type { App, types } from '@slack/bolt';
import { z } from 'zod';
import { isRefusal, localeOf } from '../../core/index.js';
import type { BotTools } from '../bot-tools.js';
import { lineOf, note, section } from '../cards/folded-list.js';
import { dateFor, link } from '../cards/mrkdwn.js';
import { askerOf } from '../receiving/commands.js';
import type { Handled } from '../receiving/handled.js';
import { quietly } from '../receiving/tell.js';
import { statusWords } from '../words/names.js';

/** Source: docs.slack.dev/reference/events/link_shared. */
const linkShared = z.object({
  channel: z.string(),
  user: z.string(),
  message_ts: z.string(),
  links: z.array(z.object({ url: z.string() })),
});

/** More in one message are a list, which nobody reads unfurled. */
const unfurledMax = 5;

/**
 * Links to the dashboard unfold in a client's own channel, for entries of that client which their
 * writer may see; anywhere else there is nothing. Everybody there reads it, guests too: no customer,
 * no names, no flags.
 */
export function unfurlLinks(app: App, tools: BotTools, handled: Handled): void {
  app.event('link_shared', async ({ event, context }) => {
    const shared = linkShared.safeParse(event);
    if (!shared.success || shared.data.channel === '') return;
    handled.by(context, 'link_shared');
    const { channel, user, message_ts: ts, links } = shared.data;
    const asker = await askerOf(tools, user, channel, 'chat_command');
    if (!asker?.place) return;
    const unfurls: Record<string, { blocks: types.KnownBlock[] }> = {};
    for (const { url } of links.slice(0, unfurledMax)) {
      const reference = referenceIn(url, tools.publicUrl);
      const reversal = reference ? await tools.desk.show(asker.person, reference) : null;
      if (!reversal || isRefusal(reversal) || reversal.clientId !== asker.place.id) continue;
      const due = reversal.dueAt ? ` · due ${dateFor(reversal.dueAt)}` : '';
      unfurls[url] = {
        blocks: [
          section(`${lineOf(reversal, localeOf(asker.place))} · ${statusWords(reversal)}${due}`),
          note(link(`${tools.publicUrl}/reversals/${reversal.reference}`, 'Open on the dashboard')),
        ],
      };
    }
    if (Object.keys(unfurls).length === 0) return;
    await quietly(tools, 'unfurl', async () => {
      await tools.web.chat.unfurl({ channel, ts, unfurls });
    });
  });
}

/** The entry a dashboard address is about; null for any other address, however like it looks. */
function referenceIn(url: string, publicUrl: string): string | null {
  if (!URL.canParse(url)) return null;
  const { origin, pathname } = new URL(url);
  const base = new URL(publicUrl);
  const path = `${base.pathname.replace(/\/$/, '')}/reversals/`;
  if (origin !== base.origin || !pathname.startsWith(path)) return null;
  return /^RV-\d{1,9}$/.exec(pathname.slice(path.length))?.[0] ?? null;
}
