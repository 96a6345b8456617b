import type { SendMailOptions } from 'nodemailer';
import type { MailJob } from './outgoing-mail.js';

/** What the mail library makes a message of: never a file or an address to read from. */
export function messageOf(mail: MailJob, from: string): SendMailOptions {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    messageId: mail.messageId,
    date: new Date(mail.date),
    // Answering machines leave it alone (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(mail.html !== undefined && { html: mail.html }),
  };
}
