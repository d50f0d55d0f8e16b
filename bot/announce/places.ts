import { AnnouncerError, type ChatPace, type ChatTroubles } from '../../core/index.js';
import type { BotTelemetry } from '../bot-tools.js';
import { announcerErrorOf, isOfChannel } from './slack-trouble.js';
import { type NamedChannel, type NamedPlace, troubleWords, wellWords } from './trouble-words.js';

type Tools = {
  troubles: ChatTroubles;
  pace: ChatPace;
  telemetry: BotTelemetry;
  now: () => Date;
  /** Where the support company's own people are. */
  home: string;
  /** The workspace a channel belongs to. */
  workspaceOf(channelId: string): Promise<string>;
  /** Does work with the access to one workspace. */
  inWorkspace<T>(workspace: string, work: () => Promise<T>): Promise<T>;
  /** What people call a channel: its client, or the operations channel. */
  nameOf(channelId: string): Promise<NamedChannel>;
};

export type Places = ReturnType<typeof createPlaces>;

/**
 * One message a second a channel, with room for a short burst
 * (docs.slack.dev/apis/web-api/rate-limits, "Limits when posting messages").
 */
export const channelSpacing = { costMs: 1_000, burstMs: 2_000 };

/**
 * Every call that posts goes through here: none into a workspace or channel that is shut, but one a
 * minute that looks whether it was mended. What is found shut or mended is told once.
 */
export function createPlaces(tools: Tools) {
  const { troubles, pace, telemetry, now } = tools;

  const began = async (place: NamedPlace, code: string) => {
    telemetry.count('chat_shut', { code });
    const since = now();
    await troubles.began({ place: place.id, code, text: troubleWords(place, code, since), since });
  };
  const ended = (place: NamedPlace) => troubles.ended(place.id, wellWords(place), now());

  const guarded = async <T>(
    workspace: string,
    channelId: string | null,
    work: () => Promise<T>,
  ): Promise<T> => {
    const state = await troubles.at(channelId ? [workspace, channelId] : [workspace], now());
    if (typeof state === 'object') throw new AnnouncerError('hold', state.shut);
    try {
      const done = await tools.inWorkspace(workspace, work);
      if (state === 'try') {
        await ended(workspacePlace(workspace));
        if (channelId) await ended(await tools.nameOf(channelId));
      }
      return done;
    } catch (error) {
      const trouble = announcerErrorOf(error);
      const isPause = trouble.kind === 'wait' && trouble.code !== paceCode;
      if (channelId && isPause && trouble.waitMs !== null) {
        await pace.pause(channelId, new Date(now().getTime() + trouble.waitMs));
      }
      if (trouble.kind === 'hold') {
        const isChannel = isOfChannel(trouble.code);
        if (!isChannel) await began(workspacePlace(workspace), trouble.code);
        else if (channelId) await began(await tools.nameOf(channelId), trouble.code);
      }
      throw trouble;
    }
  };

  return {
    /** Null channel: there is nothing to look after. Throws `AnnouncerError` alone. */
    within: async <T>(channelId: string | null, work: () => Promise<T>): Promise<T> =>
      channelId === null ? work() : guarded(await tools.workspaceOf(channelId), channelId, work),

    /** For what is said to people, who are at home in the support company's own workspace. */
    atHome: <T>(work: () => Promise<T>): Promise<T> => guarded(tools.home, null, work),

    /** Before a new message: throws `wait` where the channel has had its message of this second. */
    async turn(channelId: string): Promise<void> {
      const waitMs = await pace.take(channelId, channelSpacing, now());
      if (waitMs > 0) throw new AnnouncerError('wait', paceCode, waitMs);
    },

    began,
    ended,
    nameOf: tools.nameOf,
  };
}

const paceCode = 'channel_pace';

export const workspacePlace = (id: string): NamedPlace => ({ kind: 'workspace', id });
