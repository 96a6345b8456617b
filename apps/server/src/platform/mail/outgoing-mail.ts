/** What a module wants sent. The sender, the date and the Message-ID are the platform's. */
export interface OutgoingMail {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
}

/** What the job is given: whoever sees two of the same `messageId` knows them for one. */
export interface MailJob extends OutgoingMail {
  messageId: string;
  /** ISO 8601. */
  date: string;
}

/** Delivers one mail. Errors: why that was not possible; it may be tried again. */
export type Deliver = (mail: MailJob, signal: AbortSignal) => Promise<void>;

declare module '../jobs/job-payloads.js' {
  interface JobPayloads {
    'mail.send': MailJob;
  }
}

const ADDRESS = /^[^\s\p{C}<>(),:;"\\[\]@]+@[^\s\p{C}<>(),:;"\\[\]@]+$/u;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
/** Line breaks and other control characters, and what turns the direction of writing around. */
const DISTURBING = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
const LONGEST_HEADER = 900;

/** Gives the mail with nothing in it that a mail server could take for a header. Errors: a plain error for an address or header name that is none. */
export function neutralised(mail: OutgoingMail): OutgoingMail {
  if (!ADDRESS.test(mail.to)) throw new Error('A mail has exactly one recipient, by an address alone');
  const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => {
    if (!HEADER_NAME.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a mail header`);
    return [name, oneLine(value)] as const;
  });
  return { ...mail, subject: oneLine(mail.subject), headers: Object.fromEntries(headers) };
}

function oneLine(text: string): string {
  return text.replace(DISTURBING, ' ').trim().slice(0, LONGEST_HEADER).toWellFormed();
}
