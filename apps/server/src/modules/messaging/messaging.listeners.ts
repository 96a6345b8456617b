import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommunityId, UserId } from '@plaza/contract';
import type { Tx } from '../../platform/database/database.js';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import { EventLog } from '../../platform/events/event-log.js';
import { Listeners } from '../../platform/events/listeners.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { CommunityAccess, communityTopic, isMember, lockCommunity } from '../communities/index.js';
import { ChannelSubscriptions } from './channels/channel-subscriptions.js';
import { ChannelsRepository } from './channels/channels.repository.js';
import { channelTopic } from './messaging.events.js';
import { ReadStatesRepository } from './read-states/read-states.repository.js';

const FIRST_CHANNEL = { type: 'text', name: 'general', topic: '', slowModeSeconds: 0 } as const;

/** What follows for channels when communities, their members and people's settings change. */
@Injectable()
export class MessagingListeners implements OnModuleInit {
  constructor(
    private readonly listeners: Listeners,
    private readonly jobs: Jobs,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly repository: ChannelsRepository,
    private readonly subscriptions: ChannelSubscriptions,
    private readonly readStates: ReadStatesRepository,
  ) {}

  onModuleInit(): void {
    this.listeners.register('channels', {
      'community.created': (tx, { subject }) => this.openFirst(tx, subject.communityId),
      'community.deleted': (tx, { subject: { communityId } }) =>
        this.jobs.enqueue(tx, 'channels.eraseAll', { communityId }, { key: communityId }),
      'user.direct_messages_set': (tx, { subject }) => this.openOrClose(tx, subject.userId),
      'member.left': (tx, event) => this.forgetMarks(tx, event),
    });
  }

  /** A community starts with one channel, unless it has some already. */
  private async openFirst(tx: Tx, communityId: CommunityId): Promise<void> {
    await lockCommunity(tx, communityId, 'exclusive');
    if (!(await this.access.isLiving(communityId)) || (await this.repository.count(tx, communityId)) > 0)
      return;
    const { id, type } = await this.repository.insert(tx, communityId, FIRST_CHANNEL);
    await this.events.append(tx, {
      name: 'channel.created',
      subject: { channelId: id, channelType: type, communityId, newTo: [] },
      topics: [channelTopic(id), communityTopic(communityId)],
    });
  }

  /** Who may write in the direct channels of a person depends on that person's setting. */
  private async openOrClose(tx: Tx, userId: UserId): Promise<void> {
    const conversations = await this.subscriptions.conversationsOf([userId]);
    if (conversations.length === 0) return;
    await this.events.append(tx, {
      name: 'direct.setting_changed',
      subject: { userId },
      topics: conversations.map(({ channel_id }) => channelTopic(channel_id)),
      actorId: userId,
    });
  }

  /** Who comes back starts from scratch: what was written meanwhile is not unread. */
  private async forgetMarks(tx: Tx, { subject }: LoggedEventOf<'member.left'>): Promise<void> {
    const { communityId, userId } = subject;
    const membership = (await this.access.membershipsIn(communityId, [userId])).get(userId);
    if (membership && isMember(membership)) return;
    await this.readStates.forgetIn(tx, communityId, userId);
  }
}
