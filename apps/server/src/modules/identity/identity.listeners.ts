import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Listeners } from '../../platform/events/listeners.js';
import { PasswordsService } from './passwords/passwords.service.js';

/** What identity does after a response was sent, so that the response's time reveals nothing. */
@Injectable()
export class IdentityListeners implements OnModuleInit {
  constructor(
    private readonly listeners: Listeners,
    private readonly passwords: PasswordsService,
  ) {}

  onModuleInit(): void {
    this.listeners.register('identity', {
      'password.reset_requested': async (tx, { subject }) => {
        if (subject.userId) await this.passwords.mailResetLink(tx, subject.userId);
      },
    });
  }
}
