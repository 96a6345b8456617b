import { join } from 'node:path';
import type { Settings } from '../settings/settings.js';
import { outboxDelivery } from './outbox-delivery.js';
import type { MailJob } from './outgoing-mail.js';
import { smtpDelivery } from './smtp-delivery.js';

/** Brings one mail on its way. Errors: why that was not possible; it may be tried again. */
export type Deliver = (mail: MailJob, signal: AbortSignal) => Promise<void>;

/** By SMTP where a server is set, else into the outbox. */
export function createDelivery({ smtpUrl, mailFrom, dataDir }: Settings): Deliver {
  return smtpUrl ? smtpDelivery(smtpUrl, mailFrom) : outboxDelivery(join(dataDir, 'outbox'), mailFrom);
}
