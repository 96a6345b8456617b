import { Injectable } from '@nestjs/common';
import type { Account, HandlerInput, UserId, users } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import { userTopic } from '../../../platform/realtime/realtime.js';
import { presenceTopic } from '../identity.events.js';
import { reportTaken, usernameColumns } from '../users.repository.js';
import { loadAccount } from './accounts.queries.js';

type AccountChange = HandlerInput<typeof users.updateMe>['body'];

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
  ) {}

  async own(userId: UserId): Promise<Account> {
    return loadAccount(this.database.read, userId);
  }

  /** Changes the fields that are given. Errors: `invalid_input`, `username_taken`. */
  async update(userId: UserId, change: AccountChange): Promise<Account> {
    const columns = columnsOf(change);
    return reportTaken(() =>
      this.database.transaction(async (tx) => {
        if (Object.keys(columns).length > 0) {
          await tx.updateTable('users').set(columns).where('id', '=', userId).execute();
          await this.announce(tx, userId, change);
        }
        return loadAccount(tx, userId);
      }),
    );
  }

  private async announce(tx: Tx, userId: UserId, { directMessages }: AccountChange): Promise<void> {
    const common = { subject: { userId }, actorId: userId };
    await this.events.append(tx, {
      name: 'user.updated',
      topics: [userTopic(userId), presenceTopic(userId)],
      ...common,
    });
    if (directMessages === undefined) return;
    await this.events.append(tx, {
      name: 'user.direct_messages_set',
      topics: [userTopic(userId)],
      ...common,
    });
  }
}

function columnsOf(change: AccountChange) {
  const { username, displayName, bio, links, isPrivate, locale, timeZone, directMessages, sharesMarks } =
    change;
  return {
    ...(username !== undefined && usernameColumns(username)),
    ...(displayName !== undefined && { display_name: displayName }),
    ...(bio !== undefined && { bio }),
    ...(links !== undefined && { links }),
    ...(isPrivate !== undefined && { is_private: isPrivate }),
    ...(locale !== undefined && { locale }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(directMessages !== undefined && { direct_messages: directMessages }),
    ...(sharesMarks !== undefined && { shares_marks: sharesMarks }),
  };
}
