import { Injectable } from '@nestjs/common';
import type { ChannelId } from '@plaza/contract';
import { Clock } from '../../../platform/clock/clock.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { RealtimeSignals } from '../../../platform/realtime/realtime-signals.js';
import { UserDirectory } from '../../identity/index.js';
import { ChannelsQueries } from '../channels/channels.queries.js';
import { DirectRules } from '../channels/direct-rules.js';
import { peerOf, writeContextOf } from '../channels/send-context.js';
import { messagesTopic } from '../messaging.events.js';
import { assertMayWrite } from '../messaging.policy.js';
import { Throttle } from './throttle.js';

const EVERY_MS = 3_000;
const SHOWN_MS = 10_000;

/** Tells those in a channel that somebody is writing. */
@Injectable()
export class TypingService {
  private readonly throttle: Throttle;

  constructor(
    private readonly clock: Clock,
    private readonly signals: RealtimeSignals,
    private readonly users: UserDirectory,
    private readonly channels: ChannelsQueries,
    private readonly rules: DirectRules,
  ) {
    this.throttle = new Throttle(clock, EVERY_MS);
  }

  /** At most one signal in three seconds goes out; the others change nothing. Errors: `not_found`, and why they cannot write. */
  async start(viewer: SignedInViewer, channelId: ChannelId): Promise<void> {
    const channel = await this.channels.viewable(viewer, channelId);
    const peerId = channel.type === 'direct' ? peerOf(channel, viewer.userId) : null;
    assertMayWrite(writeContextOf(channel, peerId && (await this.rules.verdict(viewer.userId, peerId))));
    if (!this.throttle.allows(`${channelId} ${viewer.userId}`)) return;
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
