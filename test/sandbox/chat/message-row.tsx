/** One row of a timeline: a message, one only the viewer sees, or the line between two days. */
import type { SlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import type { Ephemeral, Member, Message } from '../../support/stand-ins/slack/workspace.js';
import { Blocks } from './blocks.js';
import { Mrkdwn, type Names } from './mrkdwn.js';
import { typedText } from './typed-text.js';

export type Shortcut = { callbackId: string; name: string };
export type Timeline = {
  slack: SlackStandIn;
  viewer: Member;
  names: Names;
  shortcuts: Shortcut[];
  isThread: boolean;
};

export function DayRow({ label }: { label: string }) {
  return (
    <div className="day">
      <span>{label}</span>
    </div>
  );
}

export function MessageRow({
  timeline,
  message,
  isContinued,
}: {
  timeline: Timeline;
  message: Message;
  isContinued: boolean;
}) {
  const { slack, viewer, names } = timeline;
  const author = slack.member(message.user);
  const hasCard = message.isFromBot && (message.blocks?.length ?? 0) > 0;
  return (
    <article
      className={`message${isContinued ? ' continued' : ''}${hasCard ? ' has-card' : ''}`}
      data-where={message.ts}
      data-channel={message.channel}
    >
      {isContinued ? <span className="avatar-space" /> : <Avatar member={author} />}
      <div className="message-body">
        <header className={isContinued ? 'visually-hidden' : 'message-head'}>
          <strong>{author?.realName ?? 'Someone'}</strong>
          {message.isFromBot ? <span className="badge">App</span> : null}
          <Time ts={message.ts} tz={viewer.tz} />
        </header>
        {hasCard && message.blocks ? (
          <div className="card">
            <Blocks
              blocks={message.blocks}
              place={{ where: placeId(timeline, message.ts), names }}
            />
          </div>
        ) : (
          <Mrkdwn text={message.text} names={names} />
        )}
        {message.edited ? <span className="edited">(edited)</span> : null}
        <Reactions message={message} names={names} />
        {timeline.isThread ? null : (
          <ThreadLink timeline={timeline} message={message} isCard={hasCard} />
        )}
      </div>
      <MessageTools timeline={timeline} message={message} />
    </article>
  );
}

function Reactions({ message, names }: { message: Message; names: Names }) {
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions">
      {message.reactions.map((reaction) => (
        <button
          type="button"
          key={reaction.name}
          data-act="react"
          data-name={reaction.name}
          aria-label={`${reaction.name}, ${reaction.users.length}`}
        >
          <Mrkdwn text={`:${reaction.name}:`} names={names} />
          <span>{reaction.users.length}</span>
        </button>
      ))}
    </div>
  );
}

/** The same message may stand in the channel and in the open thread: its ids must differ. */
function placeId(timeline: Timeline, ts: string): string {
  return timeline.isThread ? `thread-${ts}` : ts;
}

function ThreadLink({
  timeline,
  message,
  isCard,
}: {
  timeline: Timeline;
  message: Message;
  isCard: boolean;
}) {
  const replies = timeline.slack.replies(message.channel, message.ts);
  const last = replies.at(-1);
  if (!last && !isCard) return null;
  if (!last) {
    return (
      <button type="button" className="thread-link" data-act="thread" data-ts={message.ts}>
        Reply in thread
      </button>
    );
  }
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, 3);
  return (
    <button type="button" className="thread-link" data-act="thread" data-ts={message.ts}>
      <span className="faces" aria-hidden="true">
        {people.map((id) => (
          <Avatar key={id} member={timeline.slack.member(id)} />
        ))}
      </span>
      {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
      <span className="faint">
        last at <Time ts={last.ts} tz={timeline.viewer.tz} />
      </span>
    </button>
  );
}

function MessageTools({ timeline, message }: { timeline: Timeline; message: Message }) {
  const { slack, viewer, shortcuts, isThread } = timeline;
  const isOwn = message.user === viewer.id;
  return (
    <div className="tools" role="toolbar" aria-label="Message actions">
      <button type="button" className="tools-toggle" data-act="tools" aria-label="More actions">
        ⋯
      </button>
      <button type="button" data-act="react" data-name="+1" aria-label="React with thumbs up">
        +1
      </button>
      {isThread ? null : (
        <button type="button" data-act="thread" data-ts={message.threadTs ?? message.ts}>
          Reply
        </button>
      )}
      {shortcuts.map((shortcut) => (
        <button
          type="button"
          key={shortcut.callbackId}
          data-act="shortcut"
          data-callback-id={shortcut.callbackId}
        >
          {shortcut.name}
        </button>
      ))}
      {isOwn ? (
        <>
          <button type="button" data-act="edit" data-text={typedText(slack, message.text)}>
            Edit
          </button>
          <button type="button" data-act="remove">
            Delete
          </button>
        </>
      ) : null}
    </div>
  );
}

export function EphemeralRow({
  timeline,
  ephemeral,
}: {
  timeline: Timeline;
  ephemeral: Ephemeral;
}) {
  const { slack, viewer, names } = timeline;
  const bot = slack.member(slack.identity.botUserId);
  return (
    <article
      className="message ephemeral"
      data-where={ephemeral.ts}
      data-channel={ephemeral.channel}
    >
      <Avatar member={ephemeral.isFromSlack ? undefined : bot} />
      <div className="message-body">
        <p className="only-you">Only visible to you</p>
        <header className="message-head">
          <strong>{ephemeral.isFromSlack ? 'Chat' : (bot?.realName ?? 'App')}</strong>
          {ephemeral.isFromSlack ? null : <span className="badge">App</span>}
          <Time ts={ephemeral.ts} tz={viewer.tz} />
        </header>
        {ephemeral.blocks && ephemeral.blocks.length > 0 ? (
          <Blocks
            blocks={ephemeral.blocks}
            place={{ where: placeId(timeline, ephemeral.ts), names }}
          />
        ) : (
          <Mrkdwn text={ephemeral.text} names={names} />
        )}
      </div>
      <div className="tools">
        <button type="button" data-act="dismiss">
          Dismiss
        </button>
      </div>
    </article>
  );
}

export function Avatar({ member }: { member: Member | undefined }) {
  const name = member?.realName ?? '•';
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const hue = [...(member?.id ?? '')].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0);
  return (
    <span className={`avatar${member?.isBot ? ' bot' : ''} hue-${hue % 6}`} aria-hidden="true">
      {initials}
    </span>
  );
}

function Time({ ts, tz }: { ts: string; tz: string }) {
  const date = new Date(Number(ts) * 1000);
  const shown = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: tz,
  }).format(date);
  return (
    <time dateTime={date.toISOString()} title={`${date.toISOString()} (shown in ${tz})`}>
      {shown}
    </time>
  );
}
