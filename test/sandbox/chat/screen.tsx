/** What one person sees at one moment, as pieces of markup the browser puts in place. */
import type { SlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import type { Channel, Member, View } from '../../support/stand-ins/slack/workspace.js';
import { Blocks } from './blocks.js';
import { textOf } from './controls.js';
import { Avatar, type Shortcut } from './message-row.js';
import type { Names } from './mrkdwn.js';
import { channelRows, markupOf, type Row, type RowMemory, threadRows } from './timeline.js';

export type Screen = {
  place: { channel: string | null; thread: string | null };
  nav: string;
  title: string;
  /** Null on the home screen, which holds no messages. */
  rows: Row[] | null;
  home: string | null;
  hint: string;
  thread: { title: string; rows: Row[] } | null;
  modal: { id: string; html: string } | null;
};

const HOME = 'home';

export function screenOf(
  slack: SlackStandIn,
  viewer: Member,
  place: { channel: string | null; thread: string | null },
  shortcuts: Shortcut[],
  memory: RowMemory,
): Screen {
  const names = namesOf(slack);
  const channels = channelsOf(slack, viewer);
  const isHome = place.channel === HOME;
  const channel = channels.find((candidate) => candidate.id === place.channel) ?? null;
  const threadTs = channel ? place.thread : null;
  const modal = slack.views(viewer.id).at(-1);
  return {
    place: { channel: isHome ? HOME : (channel?.id ?? null), thread: threadTs },
    nav: markupOf(<Navigation slack={slack} viewer={viewer} channels={channels} here={place} />),
    title: markupOf(<Title slack={slack} channel={channel} isHome={isHome} />),
    rows: channel ? channelRows(slack, viewer, channel.id, names, shortcuts, memory) : null,
    home: isHome ? markupOf(<Home slack={slack} viewer={viewer} names={names} />) : null,
    hint: channel ? `Message ${channelLabel(slack, channel)}` : '',
    thread:
      channel && threadTs
        ? {
            title: channelLabel(slack, channel),
            rows: threadRows(slack, viewer, channel.id, threadTs, names, memory),
          }
        : null,
    modal: modal
      ? {
          id: modal.id,
          html: markupOf(<Form view={modal} depth={slack.views(viewer.id).length} names={names} />),
        }
      : null,
  };
}

function namesOf(slack: SlackStandIn): Names {
  const bot = slack.member(slack.identity.botUserId);
  const members = bot ? [...slack.people(), bot] : slack.people();
  return {
    users: members.map((member) => ({ id: member.id, name: member.realName })),
    channels: slack
      .channels()
      .filter((channel) => channel.kind !== 'im')
      .map((channel) => ({ id: channel.id, name: channel.name })),
  };
}

function channelsOf(slack: SlackStandIn, viewer: Member): Channel[] {
  const own = slack.channels().filter((channel) => channel.members.includes(viewer.id));
  const direct = slack.directChannelOf(viewer.id);
  return [...own.filter((channel) => channel.kind !== 'im'), direct];
}

function channelLabel(slack: SlackStandIn, channel: Channel): string {
  if (channel.kind !== 'im') return `#${channel.name}`;
  return slack.member(slack.identity.botUserId)?.realName ?? 'App';
}

function Navigation({
  slack,
  viewer,
  channels,
  here,
}: {
  slack: SlackStandIn;
  viewer: Member;
  channels: Channel[];
  here: { channel: string | null };
}) {
  const bot = slack.member(slack.identity.botUserId);
  const inChannels = channels.filter((channel) => channel.kind !== 'im');
  const direct = channels.filter((channel) => channel.kind === 'im');
  const entry = (channel: Channel, mark: React.ReactNode, label: string) => (
    <li key={channel.id}>
      <button
        type="button"
        data-act="go"
        data-channel-id={channel.id}
        data-latest={latestOf(slack, viewer, channel)}
        aria-current={here.channel === channel.id ? 'page' : undefined}
      >
        {mark}
        <span className="nav-label">{label}</span>
        <span className="unread-dot" role="img" aria-label="unread" />
      </button>
    </li>
  );
  return (
    <>
      <h2>Channels</h2>
      {inChannels.length === 0 ? (
        <p className="nav-empty">{viewer.realName} is in no channel yet.</p>
      ) : (
        <ul>{inChannels.map((channel) => entry(channel, <Hash />, channel.name))}</ul>
      )}
      <h2>Direct messages</h2>
      <ul>{direct.map((c) => entry(c, <Avatar member={bot} />, bot?.realName ?? 'App'))}</ul>
      <h2>App</h2>
      <ul>
        <li>
          <button
            type="button"
            data-act="go"
            data-channel-id={HOME}
            aria-current={here.channel === HOME ? 'page' : undefined}
          >
            <span className="nav-mark" aria-hidden="true">
              ⌂
            </span>
            <span className="nav-label">Home</span>
          </button>
        </li>
      </ul>
    </>
  );
}

function Hash() {
  return (
    <span className="nav-mark" aria-hidden="true">
      #
    </span>
  );
}

function latestOf(slack: SlackStandIn, viewer: Member, channel: Channel): string {
  const foreign = slack.messages(channel.id).filter((message) => message.user !== viewer.id);
  return foreign.at(-1)?.ts ?? '0';
}

function Title({
  slack,
  channel,
  isHome,
}: {
  slack: SlackStandIn;
  channel: Channel | null;
  isHome: boolean;
}) {
  const name = isHome ? 'Home' : channel ? channelLabel(slack, channel) : 'Chat';
  const count = channel && channel.kind !== 'im' ? channel.members.length : null;
  return (
    <>
      <h1>{name}</h1>
      {count === null ? null : <p className="faint">{count} members</p>}
    </>
  );
}

function Home({ slack, viewer, names }: { slack: SlackStandIn; viewer: Member; names: Names }) {
  const home = slack.home(viewer.id);
  if (!home) {
    return (
      <div className="empty">
        <p className="empty-title">Nothing here yet</p>
        <p>The hub has not published a home for {viewer.realName}.</p>
      </div>
    );
  }
  return (
    <div className="home-blocks" data-where={home.id}>
      <Blocks blocks={home.blocks} place={{ where: home.id, names, values: home.state.values }} />
    </div>
  );
}

function Form({ view, depth, names }: { view: View; depth: number; names: Names }) {
  const submit = textOf(view.submit);
  return (
    <form data-where={view.id} data-view={view.id} noValidate>
      <header className="modal-head">
        <h2 id="modal-title">{textOf(view.title)}</h2>
        <button type="button" className="plain" data-act="close-view" aria-label="Close">
          ✕
        </button>
      </header>
      <div className="modal-body">
        <Blocks
          blocks={view.blocks}
          place={{ where: view.id, names, values: view.state.values }}
          errors={view.errors}
        />
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" data-act="close-view">
          {textOf(view.close) || (depth > 1 ? 'Back' : 'Close')}
        </button>
        {submit ? (
          <button type="submit" className="button primary">
            {submit}
          </button>
        ) : null}
      </footer>
    </form>
  );
}
