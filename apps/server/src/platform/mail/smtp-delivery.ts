import { createTransport } from 'nodemailer';
import { messageOf } from './mail-message.js';
import type { Deliver } from './outgoing-mail.js';

/** Within the time limit of the job. */
const usualLimits = { connectMs: 10_000, silenceMs: 20_000 };

/** Hands mails to the server at `url`, each over a connection of its own. Errors: what the server said, or that it did not. */
export function smtpDelivery(url: string, from: string, limits = usualLimits): Deliver {
  const transport = createTransport({
    url,
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    dnsTimeout: limits.connectMs,
    socketTimeout: limits.silenceMs,
  });
  return async (mail, signal) => {
    try {
      await transport.sendMail({ ...messageOf(mail, from), signal });
    } catch (error) {
      // The library's error carries the whole envelope, which is nothing for a log.
      throw new Error(`The mail was not delivered: ${reasonOf(error)}`);
    }
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
