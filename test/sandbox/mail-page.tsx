import type { Express } from 'express';
import { readMail } from '../../connectors/gmail/read-mail.js';
import type { GmailControl } from '../support/stand-ins/gmail/stand-in.js';
import { Rows, sendPlainPage } from './plain-page.js';

const listPath = '/sandbox/gmail/threads';

type ShownMail = {
  id: string;
  from: string;
  subject: string;
  text: string;
  isDraft: boolean;
  at: number;
};

/** Where somebody would look at the mailbox: all threads, and one with its mails, labels and drafts. */
export function mountMailPages(app: Express, control: GmailControl): void {
  app.get(listPath, async (_request, response) => {
    const ids = [...new Set(control.mailbox.listed().map((message) => message.threadId))];
    const threads = await Promise.all(
      ids.map(async (id) => ({
        id,
        labels: labelsOf(control, id),
        mails: await mailsOf(control, id),
      })),
    );
    sendPlainPage(response, 'Mailbox · Gmail stand-in', <ThreadList threads={threads} />);
  });
  app.get(`${listPath}/:id`, async (request, response) => {
    const id = String(request.params.id);
    const mails = await mailsOf(control, id);
    const isFound = mails.length > 0;
    sendPlainPage(
      response.status(isFound ? 200 : 404),
      `${isFound ? (mails[0]?.subject ?? 'Thread') : 'Thread not found'} · Gmail stand-in`,
      isFound ? <Thread labels={labelsOf(control, id)} mails={mails} /> : <NoThread />,
    );
  });
}

async function mailsOf(control: GmailControl, threadId: string): Promise<ShownMail[]> {
  return Promise.all(
    control.mailbox.threadOf(threadId).map(async (message) => {
      const mail = await readMail(message.raw);
      return {
        id: message.id,
        from: mail.from?.name ?? mail.from?.address ?? 'nobody',
        subject: mail.subject ?? '(no subject)',
        text: mail.text ?? '',
        isDraft: message.labelIds.includes('DRAFT'),
        at: message.internalDate,
      };
    }),
  );
}

/** The hub's labels; the mailbox's own (INBOX, UNREAD, …) are left out. */
function labelsOf(control: GmailControl, threadId: string): string[] {
  return control.labelNamesOf(threadId).filter((name) => name !== name.toUpperCase());
}

type ShownThread = { id: string; labels: string[]; mails: ShownMail[] };

function ThreadList({ threads }: { threads: readonly ShownThread[] }) {
  return (
    <>
      <p>
        <a href="/sandbox">Sandbox</a>
      </p>
      <h1 id="threads">Mailbox refunds@acme.example</h1>
      <p className="lead">
        As the Gmail stand-in holds it; the hub’s labels and drafts stand in it.
      </p>
      <Rows
        label="threads"
        heads={['Subject', 'From', 'Labels', 'Drafts']}
        rows={threads.map(({ id, labels, mails }) => [
          <a key="subject" href={`${listPath}/${id}`}>
            {mails[0]?.subject}
          </a>,
          mails[0]?.from ?? '–',
          labels.join(', ') || '–',
          mails.filter((mail) => mail.isDraft).length || '–',
        ])}
      />
    </>
  );
}

function Thread({ labels, mails }: { labels: readonly string[]; mails: readonly ShownMail[] }) {
  return (
    <>
      <p>
        <a href={listPath}>Mailbox</a>
      </p>
      <h1>{mails[0]?.subject}</h1>
      <p className="lead">
        A decision arrives here as a label and a draft half a minute after it was taken.
      </p>
      <ul className="tags" aria-label="Labels">
        {labels.length > 0 ? (
          labels.map((label) => <li key={label}>{label}</li>)
        ) : (
          <li>no labels</li>
        )}
      </ul>
      {mails.map((mail) => (
        <article key={mail.id} className={mail.isDraft ? 'comment note' : 'comment'}>
          <header>
            <strong>{mail.from}</strong> · {mail.isDraft ? 'draft, not sent' : 'mail'} ·{' '}
            {new Date(mail.at).toISOString().slice(0, 16).replace('T', ' ')} UTC
          </header>
          <p>{mail.text}</p>
        </article>
      ))}
    </>
  );
}

function NoThread() {
  return (
    <>
      <h1>There is no such thread</h1>
      <p>
        <a href={listPath}>The mailbox</a>
      </p>
    </>
  );
}
