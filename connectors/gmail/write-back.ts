import { ConnectorError, type WriteBack } from '../../core/index.js';
import { type GmailClient, unlessCode } from './client.js';
import { draftMail, effectHeader, entryHeader } from './draft-mail.js';
import { peopleOf } from './people.js';
import type { Label, Thread, ThreadMessage } from './schema.js';
import type { GmailSettings } from './settings.js';
import { isSaid } from './to-source-item.js';
import { mailAsSent } from './whole-mail.js';

/** Drafts of a mailbox that are looked through for the hub's own; ten thousand lie in none. */
const draftPagesMax = 20;

type Asked = Pick<WriteBack, 'externalId' | 'addTags' | 'removeTags' | 'effectId' | 'replyDraft'>;

/**
 * Labels on the thread and, where there are words for the customer, a draft answer in it. Gmail has
 * no place for an internal note: `note` is written nowhere, and never in a mail. What is there
 * already is left alone; labels and drafts are looked for first, so a repeat writes nothing.
 */
export async function writeBack(
  client: GmailClient,
  settings: GmailSettings,
  write: Asked,
): Promise<'written' | 'already_there' | 'gone'> {
  const thread = await client.thread(write.externalId, draftHeaders);
  const said = thread?.messages?.filter((message) => isSaid(message, settings)) ?? [];
  if (!thread || said.length === 0) return 'gone';
  const labelled = await changeLabels(client, thread, write);
  if (labelled === 'gone') return 'gone';
  const drafted = await writeDraft(client, settings, thread, said, write);
  if (drafted === 'gone') return 'gone';
  return labelled === 'written' || drafted === 'written' ? 'written' : 'already_there';
}

const draftHeaders = [effectHeader, entryHeader, 'Message-ID'];
type Result = 'written' | 'already_there' | 'gone';

/** The name a tag has as a label; `reversal_changes_requested` → `Reversal Hub/changes requested`. */
function labelName(tag: string): string {
  if (tag === 'reversal_hub') return parentLabel;
  return `${parentLabel}/${tag.replace(/^reversal_/, '').replaceAll('_', ' ')}`;
}

const parentLabel = 'Reversal Hub';

async function changeLabels(client: GmailClient, thread: Thread, write: Asked): Promise<Result> {
  const labels = await client.labels();
  const present = new Set((thread.messages ?? []).flatMap((message) => message.labelIds ?? []));
  const add: string[] = [];
  for (const tag of write.addTags) {
    const { id } = labelOf(labels, labelName(tag)) ?? (await madeLabel(client, labelName(tag)));
    if (!isOnAll(thread, id)) add.push(id);
  }
  const unwanted = write.removeTags.map((tag) => labelOf(labels, labelName(tag))?.id);
  const remove = unwanted.filter((id) => id !== undefined).filter((id) => present.has(id));
  if (add.length === 0 && remove.length === 0) return 'already_there';
  return (await client.changeLabels(thread.id, add, remove)) ? 'written' : 'gone';
}

/** Names differ by more than case ("Label name exists or conflicts" is said of `a` beside `A`). */
function labelOf(labels: readonly Label[], name: string): Label | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** A label that somebody else makes at the same moment is found instead. */
async function madeLabel(client: GmailClient, name: string): Promise<Label> {
  const made = await unlessCode('conflict', client.createLabel(name));
  const label = made ?? labelOf(await client.labels(), name);
  if (!label) throw new ConnectorError('retry', 'conflict');
  return label;
}

/** Labels stand on messages: one that came later lacks what the thread was given before. */
function isOnAll(thread: Thread, labelId: string): boolean {
  return (thread.messages ?? [])
    .filter((message) => !(message.labelIds ?? []).includes('DRAFT'))
    .every((message) => (message.labelIds ?? []).includes(labelId));
}

/**
 * The answer's draft. Drafts that the hub wrote before on the same entry are taken away, so that
 * nobody sends what no longer holds. Two runs at once may both write one: the later draft goes.
 */
async function writeDraft(
  client: GmailClient,
  settings: GmailSettings,
  thread: Thread,
  said: readonly ThreadMessage[],
  { replyDraft, effectId }: Asked,
): Promise<Result> {
  if (!replyDraft) return 'already_there';
  const own = draftsOn(thread, replyDraft.about);
  const outdated = own.filter((draft) => headerOf(draft, effectHeader) !== effectId);
  await deleteDrafts(client, outdated);
  if (replyDraft.text === null) return outdated.length > 0 ? 'written' : 'already_there';
  if (own.length > outdated.length) return 'already_there';
  const raw = await composed(client, settings, said, replyDraft.about, replyDraft.text, effectId);
  const made = await client.createDraft(thread.id, raw);
  if (made === null) return 'gone';
  const after = await client.thread(thread.id, draftHeaders);
  const [first, ...later] = draftsOn(after, replyDraft.about)
    .filter((draft) => headerOf(draft, effectHeader) === effectId)
    .toSorted(byAge);
  if (later.some((draft) => draft.id === made.messageId)) {
    await deleteDrafts(
      client,
      later.filter((draft) => draft.id === made.messageId),
    );
  }
  return first === undefined || first.id === made.messageId ? 'written' : 'already_there';
}

function draftsOn(thread: Thread | null, entry: string): ThreadMessage[] {
  return (thread?.messages ?? []).filter(
    (message) =>
      (message.labelIds ?? []).includes('DRAFT') && headerOf(message, entryHeader) === entry,
  );
}

function byAge(left: ThreadMessage, right: ThreadMessage): number {
  const ageMs = Number(left.internalDate) - Number(right.internalDate);
  return ageMs !== 0 ? ageMs : left.id < right.id ? -1 : 1;
}

function headerOf(message: ThreadMessage, name: string): string | null {
  const header = message.payload?.headers?.find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  );
  return header?.value?.trim() ?? null;
}

/** A draft is deleted by its own id, which its message does not tell. */
async function deleteDrafts(client: GmailClient, drafts: readonly ThreadMessage[]): Promise<void> {
  const wanted = new Set(drafts.map((draft) => draft.id));
  let pageToken: string | null = null;
  for (let pages = 0; pages < draftPagesMax && wanted.size > 0; pages += 1) {
    const page = await client.drafts(pageToken);
    for (const draft of page.drafts ?? []) {
      if (!wanted.delete(draft.message.id)) continue;
      await client.deleteDraft(draft.id);
    }
    pageToken = page.nextPageToken ?? null;
    if (pageToken === null) return;
  }
}

/** Answers the customer's last mail; where nobody but staff wrote it is addressed to nobody yet. */
async function composed(
  client: GmailClient,
  settings: GmailSettings,
  said: readonly ThreadMessage[],
  entry: string,
  text: string,
  effectId: string,
): Promise<Buffer> {
  const people = peopleOf(settings);
  const newest = said.toReversed();
  const answered = newest.find((one) => !(one.labelIds ?? []).includes('SENT')) ?? newest[0];
  const mail = answered ? await mailAsSent(client, answered.id) : null;
  const author = mail && people.authorOf(mail, (answered?.labelIds ?? []).includes('SENT'));
  return draftMail({
    from: settings.mailbox,
    to: author?.side === 'customer' ? author.who : null,
    subject: mail?.subject ?? null,
    text,
    inReplyTo: mail?.messageId ?? null,
    references: mail?.references ?? null,
    effectId,
    entry,
  });
}
