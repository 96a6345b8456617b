import { Injectable } from '@nestjs/common';
import type { ChannelId } from '@plaza/contract';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../platform/clock/clock.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { RealtimeSignals } from '../../../platform/realtime/realtime-signals.js';
import { UserDirectory } from '../../identity/index.js';
import { channelTypes } from '../channels/channel-types.js';
import { ChannelsQueries } from '../channels/channels.queries.js';
import { DirectChannelsService } from '../channels/direct-channels.service.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite } from '../messaging.policy.js';

const EVERY_MS = 3_000;
const SHOWN_MS = 10_000;
/** Beyond so many people at once a second signal of some may go out early. */
const REMEMBERED = 10_000;

/** Shows those who may read a channel that somebody is writing. */
@Injectable()
export class TypingService {
  private readonly signalled: LRUCache<string, true>;

  constructor(
    private readonly clock: Clock,
    private readonly signals: RealtimeSignals,
    private readonly users: UserDirectory,
    private readonly channels: ChannelsQueries,
    private readonly directChannels: DirectChannelsService,
  ) {
    this.signalled = new LRUCache({
      max: REMEMBERED,
      ttl: EVERY_MS,
      ttlResolution: 0,
      perf: { now: () => clock.milliseconds() },
    });
  }

  /** At most one signal in three seconds goes out; the others change nothing. Errors: `not_found`, and why they cannot write. */
  async start(viewer: SignedInViewer, channelId: ChannelId): Promise<void> {
    const channel = await this.channels.viewable(viewer, channelId);
    const closedBy = await this.directChannels.denialIn(channel, viewer.userId);
    assertMayWrite({ permissions: channel.permissions, closedBy });
    if (!channelTypes[channel.type].takesTyping) return;
    const key = `${channelId} ${viewer.userId}`;
    if (this.signalled.has(key)) return;
    this.signalled.set(key, true);
    const user = (await this.users.summaries([viewer.userId])).get(viewer.userId);
    if (!user) throw new ProblemError('unauthenticated');
    const expiresAt = new Date(this.clock.milliseconds() + SHOWN_MS).toISOString();
    this.signals.send({
      event: 'user.typing',
      payload: { channelId, user, expiresAt },
      to: { topic: messagesTopic(channelId), except: [viewer.userId] },
    });
  }
}
