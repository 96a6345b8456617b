import { join } from 'node:path';
import type { Settings } from '../settings/settings.js';
import { outboxDelivery } from './outbox-delivery.js';
import type { Deliver } from './outgoing-mail.js';
import { smtpDelivery } from './smtp-delivery.js';

/** By SMTP where a server is set, else into the outbox. */
export function createDelivery({ smtpUrl, mailFrom, dataDir }: Settings): Deliver {
  return smtpUrl ? smtpDelivery(smtpUrl, mailFrom) : outboxDelivery(join(dataDir, 'outbox'), mailFrom);
}
