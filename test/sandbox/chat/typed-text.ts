/** Between what a person types and what Slack keeps: `&lt;` for `<`, `<@U…>` for a name. */
import type { SlackStandIn } from '../../support/stand-ins/slack/slack-stand-in.js';
import type { Member } from '../../support/stand-ins/slack/workspace.js';

export function slackText(slack: SlackStandIn, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const everyone = [...slack.people(), ...botOf(slack)];
  const byName = everyone
    .flatMap((member) => [member.handle, member.realName].map((name) => ({ name, member })))
    .toSorted((a, b) => b.name.length - a.name.length); // the longest name first
  return byName.reduce(
    (text, { name, member }) =>
      text.replace(new RegExp(`@${escapeForPattern(name)}\\b`, 'gi'), `<@${member.id}>`),
    escaped,
  );
}

export function typedText(slack: SlackStandIn, kept: string): string {
  return kept
    .replace(/<@([A-Z0-9]+)>/g, (whole, id: string) => {
      const member = slack.member(id);
      return member ? `@${member.handle}` : whole;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function botOf(slack: SlackStandIn): Member[] {
  const bot = slack.member(slack.identity.botUserId);
  return bot ? [bot] : [];
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
