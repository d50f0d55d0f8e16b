/**
 * Slack's text as a person wrote it: links and addresses without their wrapping, entities undone.
 * Mentions stay as they are. Source: docs.slack.dev/messaging/formatting-message-text.
 */
export function asWritten(text: string): string {
  return text
    .replace(
      /<(?:mailto:|tel:)?([^@#!<>|][^<>|]{0,2000})(?:\|([^<>]{0,2000}))?>/g,
      (_all, target, label) => String(label ?? target),
    )
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
