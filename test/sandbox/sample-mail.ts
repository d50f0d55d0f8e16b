import type { GmailControl } from '../support/stand-ins/gmail/stand-in.js';

type SampleMail = Parameters<GmailControl['receive']>[0];

/** Arrive in the mailbox one after the other: asked for, passed on by staff, by machines, and none of it. */
export const sampleMails: readonly SampleMail[] = [
  {
    subject: 'Refund for order 8871',
    body: 'Hello,\n\nI sent the lamp of order 8871 back two weeks ago. Please refund the 84.90 USD.\n\nBest\nClara',
    from: { name: 'Clara Jansen', email: 'clara.jansen@example.com' },
  },
  {
    subject: 'Delivery Status Notification (Failure)',
    body: 'Your message to old.customer@example.com was returned: the address was not found. Subject: your refund of 20.00 USD.',
    from: { name: 'Mail Delivery Subsystem', email: 'mailer-daemon@example.com' },
  },
  {
    subject: 'Fwd: charged after I cancelled',
    body: 'Came in on my own address, can you take it?\n\n---------- Forwarded message ---------\nFrom: Dev Patel <dev.patel@example.com>\nDate: Mon, 2 Mar 2026 at 10:00\nSubject: charged after I cancelled\nTo: <shop@acme.example>\n\nI cancelled order 8872 before it was sent and was still charged 59.00 USD. Please give it back.',
    from: { name: 'Amy Reyes', email: 'amy@acme.example' },
  },
  {
    subject: 'Automatic reply: Refund for order 8871',
    body: 'I am out of the office until Monday. Refunds are handled by my colleagues.',
    from: { name: 'Kai Berg', email: 'kai.berg@example.com' },
  },
  {
    subject: 'Opening hours',
    body: 'Hi, are you open on Saturday?',
    from: { name: 'Rosa Lind', email: 'rosa.lind@example.com' },
  },
];
