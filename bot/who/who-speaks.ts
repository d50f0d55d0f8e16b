import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Directory, Person } from '../../core/index.js';
import type { BotTelemetry } from '../bot-tools.js';

const userInfo = z.object({
  user: z.object({
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    team_id: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    profile: z.object({ email: z.string().optional() }).optional(),
  }),
});

/** A stranger is not looked up again for this long: each look-up is a Web API call. */
const strangerMs = 60_000;
const strangersMax = 1_000;

type Tools = {
  directory: Directory;
  web: webApi.WebClient;
  /** Whether a profile of this team proves by its e-mail who somebody is. */
  provesEmails(team: {
    id?: string | undefined;
    enterpriseId?: string | undefined;
  }): Promise<boolean>;
  telemetry: BotTelemetry;
  now: () => Date;
};

/**
 * Who a Slack user is: by `chatUserId`, else by the e-mail of their profile, which then is
 * remembered; null for a stranger. A person known under another Slack user is never taken over.
 */
export function createWho(tools: Tools): (chatUserId: string) => Promise<Person | null> {
  const strangers = new Map<string, number>();
  return async (chatUserId) => {
    const known = await tools.directory.byChatUserId(chatUserId);
    if (known) return known;
    const now = tools.now().getTime();
    if ((strangers.get(chatUserId) ?? 0) > now) return null;
    const person = await byProfile(tools, chatUserId);
    if (person) {
      await tools.directory.linkChatUser(person.id, chatUserId);
      return { ...person, chatUserId };
    }
    if (strangers.size >= strangersMax) strangers.clear();
    strangers.set(chatUserId, now + strangerMs);
    tools.telemetry.count('chat_stranger');
    return null;
  };
}

async function byProfile(tools: Tools, chatUserId: string): Promise<Person | null> {
  // `profile.email` needs users:read.email (docs.slack.dev/reference/methods/users.info).
  const answer = userInfo.safeParse(await tools.web.users.info({ user: chatUserId }));
  if (!answer.success || answer.data.user.deleted || answer.data.user.is_bot) return null;
  const { team_id: id, enterprise_user: organisation } = answer.data.user;
  // A guest's profile belongs to others: they could write any e-mail into it.
  if (!(await tools.provesEmails({ id, enterpriseId: organisation?.enterprise_id }))) return null;
  const email = answer.data.user.profile?.email?.trim().toLowerCase();
  const person = email ? await tools.directory.byEmail(email) : null;
  return person && person.chatUserId === null ? person : null;
}

export const strangerWords =
  'I do not know you yet. Ask an admin to add you to Reversal Hub, with your Slack user id, or with the e-mail of your profile where you belong to the support company’s own workspace.';
