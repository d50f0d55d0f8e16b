import type { Address, Mail } from './read-mail.js';
import type { GmailSettings } from './settings.js';

/** Whoever may open an address there: sharing such a domain makes nobody a colleague. */
const publicDomains = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'aol.com',
  'proton.me',
]);

export type People = {
  isStaff(address: string): boolean;
  /** Who a mail speaks for, and on which side they stand. */
  authorOf(mail: Mail, isSent: boolean): { side: 'agent' | 'customer'; who: Address | null };
};

/**
 * Staff are the mailbox, addresses of its domain unless anybody may have one there, and those that
 * `staff` names. When in doubt they are staff: a second approver costs less than somebody who
 * approves their own request.
 */
export function peopleOf(settings: Pick<GmailSettings, 'mailbox' | 'staff'>): People {
  const domain = domainOf(settings.mailbox);
  const named = settings.staff.map((one) => one.toLowerCase());
  const addresses = new Set([settings.mailbox, ...named.filter((one) => one.includes('@'))]);
  const domains = new Set([
    ...(publicDomains.has(domain) ? [] : [domain]),
    ...named.filter((one) => !one.includes('@')),
  ]);
  const isStaff = (address: string) =>
    addresses.has(plain(address)) || domains.has(domainOf(address));
  return {
    isStaff,
    authorOf(mail, isSent) {
      const { from, sender, replyTo } = mail;
      if (isSent) {
        // Gmail names a delegate, who writes in the mailbox's name, as the sender.
        return { side: 'agent', who: sender && isStaff(sender.address) ? sender : from };
      }
      if (from === null) return { side: 'customer', who: null };
      if (!isStaff(from.address))
        return { side: 'customer', who: customerOf(from, replyTo, isStaff) };
      // A form on the client's own site sends in its name and has the answer go to the customer.
      const isForm = replyTo !== null && !isStaff(replyTo.address);
      return isForm ? { side: 'customer', who: replyTo } : { side: 'agent', who: from };
    },
  };
}

/** Shops and forms write for somebody and say to whom an answer goes. */
function customerOf(
  from: Address,
  replyTo: Address | null,
  isStaff: (address: string) => boolean,
): Address {
  const isMachine = /^(no-?reply|do-?not-?reply|mailer|notifications?)\b/.test(from.address);
  return isMachine && replyTo !== null && !isStaff(replyTo.address) ? replyTo : from;
}

/** The address without what follows a plus: `refunds+shop@` arrives at `refunds@`. */
function plain(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
