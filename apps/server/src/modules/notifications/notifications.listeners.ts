import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { notificationKinds } from '@plaza/contract';
import type { Tx } from '../../platform/database/database.js';
import type { LoggedEvent } from '../../platform/events/domain-events.js';
import type { Handlers } from '../../platform/events/handlers.js';
import { Listeners } from '../../platform/events/listeners.js';
import { type FromEvents, NotificationKinds } from '../../platform/notifications/notification-kinds.js';
import { NotificationsRepository } from './notifications.repository.js';

/** What is undone this soon was a slip, of which nobody needs to know. */
const UNDO_MS = 60 * 1000;

/** Does to the inboxes what the declared kinds say follows from events. */
@Injectable()
export class NotificationsListeners implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly listeners: Listeners,
    private readonly kinds: NotificationKinds,
    private readonly repository: NotificationsRepository,
  ) {}

  onModuleInit(): void {
    this.listeners.register('notifications', () => this.handlers());
  }

  /** Errors: a plain error when a kind of the contract, or what a kind is about, is declared by no module. */
  onApplicationBootstrap(): void {
    for (const kind of notificationKinds) this.kinds.kind(kind);
    for (const { subjectType } of this.kinds.kinds.values()) {
      if (subjectType) this.kinds.subjectType(subjectType);
    }
  }

  private handlers(): Handlers {
    const events = [...this.kinds.kinds.values()].flatMap(({ raisedBy, undoneBy, readBy }) =>
      [raisedBy, undoneBy, readBy].flatMap((changes) => Object.keys(changes ?? {})),
    );
    return Object.fromEntries(
      events.map((name) => [name, (tx: Tx, event: LoggedEvent) => this.handle(tx, event)]),
    );
  }

  private async handle(tx: Tx, event: LoggedEvent): Promise<void> {
    for (const [kind, { raisedBy, undoneBy, readBy }] of this.kinds.kinds) {
      const raised = await changeBy(raisedBy, event);
      if (raised) await this.repository.notify(tx, kind, raised);
      const undone = await changeBy(undoneBy, event);
      if (undone && event.at.getTime() - undone.since.getTime() <= UNDO_MS) {
        await this.repository.undo(tx, kind, undone);
      }
      const read = await changeBy(readBy, event);
      if (read) await this.repository.readSubject(tx, kind, read);
    }
  }
}

function changeBy<Change>(
  changes: FromEvents<Change> | undefined,
  event: LoggedEvent,
): Change | undefined | Promise<Change | undefined> {
  const change = changes?.[event.name] as
    | ((event: LoggedEvent) => Change | undefined | Promise<Change | undefined>)
    | undefined;
  return change?.(event);
}
