import type { Mail } from './read-mail.js';

/**
 * What a mail is. `bounce` and `auto_reply` are written by machines about mail, not about money: a
 * mail that was returned is not a payment that was returned. Everything else is somebody's word,
 * notices of payment processors included.
 */
export type MailKind = 'written' | 'bounce' | 'auto_reply';

/** Tells mail about mail apart by what RFC 3464, 3834 and 6522 have senders say, then by habits. */
export function kindOf(mail: Mail): MailKind {
  if (isBounce(mail)) return 'bounce';
  if (isAutoReply(mail)) return 'auto_reply';
  return 'written';
}

function isBounce(mail: Mail): boolean {
  // RFC 6522: reports on mail. A report on abuse (RFC 5965) is mail about mail too.
  if (mail.contentType === 'multipart/report') return true;
  if (mail.mark('x-failed-recipients') !== null) return true;
  const name = mail.from?.address.split('@')[0] ?? '';
  return /^(mailer-daemon|postmaster|mail-daemon|mdaemon)$/.test(name);
}

/**
 * RFC 3834: an answer says `auto-replied`; `auto-generated` is any notice, a processor's included,
 * and `Precedence: bulk` any mass mail: neither is an answer.
 */
function isAutoReply(mail: Mail): boolean {
  if (mail.mark('auto-submitted')?.startsWith('auto-replied')) return true;
  const said = mail.mark('x-autoreply');
  if (said !== null && said !== 'no') return true;
  if (mail.mark('x-autorespond') !== null) return true;
  if (mail.mark('precedence') === 'auto_reply') return true;
  return autoSubject.test(mail.subject ?? '');
}

/** What mail programs put before the subject of an absence note, in the languages of our clients. */
const autoSubject =
  /^\s*(?:automatic reply|auto(?:matic)?[- ]?(?:response|reply)|out of (?:the )?office|abwesenheits(?:notiz|assistent)|automatische antwort|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|resposta automática|risposta automatica|fuori ufficio|automatisch antwoord|afwezig(?:heid)?|autosvar|automatyczna odpowiedź)\b\s*[:：\-–]?/iu;
