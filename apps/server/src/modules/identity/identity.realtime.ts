import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UserId, UserSummary } from '@plaza/contract';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Effect } from '../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../platform/realtime/realtime.js';
import { presenceTopic } from './identity.events.js';
import { UserDirectory } from './user-directory.js';

/** Frames for open sockets when sessions end and names change. */
@Injectable()
export class IdentityRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly users: UserDirectory,
  ) {}

  onModuleInit(): void {
    this.realtime.ready({ part: 'user', scope: null, load: ({ userId }) => this.user(userId) });
    this.realtime.frames('session.revoked', async (events) =>
      events.map(({ subject: { sessionIds, reason } }) => [{ kind: 'closeSessions', sessionIds, reason }]),
    );
    this.realtime.frames('user.updated', (events) => this.updated(events));
  }

  private async user(userId: UserId): Promise<UserSummary> {
    const user = (await this.users.summaries([userId])).get(userId);
    if (!user) throw new Error(`The account ${userId} of an open socket is gone`);
    return user;
  }

  /** For the person's own sockets and for those who watch them. */
  private async updated(events: LoggedEventOf<'user.updated'>[]): Promise<Effect[][]> {
    const summaries = await this.users.summaries(events.map(({ subject }) => subject.userId));
    return events.map(({ subject }) => {
      const payload = summaries.get(subject.userId);
      if (!payload) return [];
      return [userTopic(subject.userId), presenceTopic(subject.userId)].map(
        (topic): Effect => ({ kind: 'frame', event: 'user.updated', payload, to: { topic } }),
      );
    });
  }
}
