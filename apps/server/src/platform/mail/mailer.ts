import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import type { Tx } from '../database/database.js';
import { Ids } from '../ids/ids.js';
import { Jobs } from '../jobs/jobs.js';
import { Settings } from '../settings/settings.js';
import { createDelivery } from './delivery.js';
import { neutralised, type OutgoingMail } from './outgoing-mail.js';

/** A server that is away for half a day costs no mail. */
const options = { retries: 14, backoff: { firstSeconds: 10, longestSeconds: 14_400 } };

/** Sends e-mail later and outside the request: by SMTP, or into the outbox where no server is set. */
@Injectable()
export class Mailer implements OnModuleInit {
  private readonly domain: string;

  constructor(
    private readonly settings: Settings,
    private readonly jobs: Jobs,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {
    this.domain = /@([\w.-]+)/.exec(settings.mailFrom)?.[1] ?? 'localhost';
  }

  onModuleInit(): void {
    const deliver = createDelivery(this.settings);
    this.jobs.work('mail.send', options, (mail, { signal }) => deliver(mail, signal));
  }

  /**
   * Has the mail sent once the transaction commits; a server that does not take it is asked again for most of a day. Errors:
   * a plain error when `to` is not one address.
   */
  async send(tx: Tx, mail: OutgoingMail): Promise<void> {
    await this.jobs.enqueue(tx, 'mail.send', {
      ...neutralised(mail),
      messageId: `<${this.ids.next()}@${this.domain}>`,
      date: this.clock.now().toISOString(),
    });
  }
}
