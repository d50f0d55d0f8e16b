import { z } from 'zod';

/**
 * The parts of Slack's payloads that are used. Slack leaves fields out or sends them empty: both
 * are absent here. Sources: docs.slack.dev/reference/events, …/interaction-payloads; the recorded
 * samples are held against these schemas in test/contract/recorded-slack.test.ts.
 */
const filled = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));

const sharedFile = z.object({ id: z.string(), name: filled, permalink: filled });

const spoken = z.object({
  user: filled,
  bot_id: filled,
  subtype: filled,
  text: z.string().default(''),
  ts: filled,
  thread_ts: filled,
  edited: z.unknown().optional(),
  /** With subtype `file_share`. */
  files: z.array(sharedFile).nullish(),
});

export const messageEvent = spoken.extend({
  type: z.literal('message'),
  channel: filled,
  channel_type: filled,
  /** With subtype `message_changed`: the message as it is now. */
  message: spoken.optional(),
  /** With subtype `message_deleted`: the message that went. */
  deleted_ts: filled,
});
export type MessageEvent = z.infer<typeof messageEvent>;

export const mentionEvent = spoken.extend({ type: z.literal('app_mention'), channel: filled });
export type MentionEvent = z.infer<typeof mentionEvent>;

export const reactionEvent = z.object({
  type: z.literal('reaction_added'),
  user: filled,
  reaction: z.string(),
  event_ts: z.string(),
  /** A file's or a comment's have no channel. */
  item: z.object({ type: z.string(), channel: filled, ts: filled }),
});

export const homeEvent = z.object({
  type: z.literal('app_home_opened'),
  user: z.string(),
  tab: filled,
});

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
});

const view = z.object({
  id: z.string(),
  hash: filled,
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  blocks: z
    .array(
      z.object({
        type: z.string(),
        block_id: z.string().optional(),
        element: z
          .object({
            initial_value: filled,
            initial_date: filled,
            initial_option: z.object({ value: z.string() }).nullish(),
          })
          .optional(),
      }),
    )
    .default([]),
  state: z
    .object({
      values: z
        .record(
          z.string(),
          z.record(
            z.string(),
            z.object({
              value: z.string().nullish(),
              selected_date: z.string().nullish(),
              selected_option: z.object({ value: z.string() }).nullish(),
              selected_options: z.array(z.object({ value: z.string() })).nullish(),
            }),
          ),
        )
        .default({}),
    })
    .optional(),
});

export const blockActions = z.object({
  user: z.object({ id: z.string() }),
  channel: z.object({ id: filled }).nullish(),
  container: z.object({ is_ephemeral: z.boolean().optional(), thread_ts: filled }).optional(),
  trigger_id: z.string(),
  view: view.nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
        action_ts: filled,
      }),
    )
    .min(1),
});
export type BlockActions = z.infer<typeof blockActions>;

export const viewSubmission = z.object({ user: z.object({ id: z.string() }), view });
export type ViewSubmission = z.infer<typeof viewSubmission>;

export const viewClosed = z.object({ user: z.object({ id: z.string() }), view });

export const messageShortcut = z.object({
  callback_id: z.string(),
  trigger_id: z.string(),
  user: z.object({ id: z.string() }),
  channel: z.object({ id: z.string() }),
  message: z.object({ text: z.string().default(''), ts: z.string(), thread_ts: filled }),
});

/** Values of a form by block id. */
export function valuesOf(submission: {
  view: z.infer<typeof view>;
}): Record<string, string | null> {
  const values: Record<string, string | null> = {};
  for (const [block, actions] of Object.entries(submission.view.state?.values ?? {})) {
    const field = actions.value;
    if (!field) continue;
    values[block] = field.selected_option?.value ?? field.selected_date ?? field.value ?? null;
  }
  return values;
}

/**
 * What stands in each field of a form: what was filled in when it was drawn, and over it what the
 * payload says was changed. Slack's samples of a closed view come without a state.
 */
export function standingIn(form: { view: z.infer<typeof view> }): Readonly<Record<string, string>> {
  const standing: Record<string, string> = {};
  for (const { block_id: block, element } of form.view.blocks) {
    const initial =
      element?.initial_option?.value ?? element?.initial_date ?? element?.initial_value;
    if (block && initial) standing[block] = initial;
  }
  for (const [block, value] of Object.entries(valuesOf(form))) {
    if (value) standing[block] = value;
    else delete standing[block];
  }
  return standing;
}

/** Values of all ticked boxes of a form, in its order. */
export function tickedIn(submission: ViewSubmission): readonly string[] {
  return Object.values(submission.view.state?.values ?? {})
    .flatMap((actions) => Object.values(actions))
    .flatMap((one) => one.selected_options ?? [])
    .map((option) => option.value);
}

const metadata = z.record(z.string(), z.string());

/** What our own form carries; empty for anything else. */
export function metadataOf(text: string): Readonly<Record<string, string>> {
  if (text === '') return {};
  try {
    const parsed = metadata.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
