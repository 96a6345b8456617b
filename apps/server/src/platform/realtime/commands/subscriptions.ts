import { Injectable } from '@nestjs/common';
import { Replay } from '../delivery/replay.js';
import { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from '../hub/connection.js';
import { Hub, type NumberedPosition } from '../hub/hub.js';
import { OutgoingFrame } from '../hub/outgoing-frame.js';
import { TopicAccess } from '../hub/topic-access.js';
import { type CommandCall, HandleCommand } from './handle-command.js';

/** Topics that a socket asks for beside its default ones. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly hub: Hub,
    private readonly access: TopicAccess,
    private readonly replay: Replay,
    private readonly policy: GatewayPolicy,
  ) {}

  /**
   * Subscribes the socket to what it may have of the topics, first sending what they had since a cursor. What comes meanwhile
   * is held until the answer and the snapshots, which may be older, are sent. Errors: `unavailable`.
   */
  @HandleCommand('subscribe')
  async subscribe({ viewer, connection, data, afterAnswer }: CommandCall<'subscribe'>) {
    const { topics, since } = data;
    let granted: string[] = [];
    connection.hold();
    afterAnswer(() => this.sendSnapshots(connection, granted).finally(() => connection.release()));
    const cursor = since === undefined ? undefined : await this.replay.open(since);
    const wanted = [...new Set(topics)];
    const { added, from } = await this.hub.revocations.settle(
      viewer.userId,
      async () => (await this.access.admitted([{ viewer, topics: wanted }])).flat(),
      (admitted) => this.add(connection, admitted),
    );
    const missed = cursor && (await this.replay.missedSince(cursor, from.position, added));
    // These frames carry no cursor: the socket itself has come further.
    if (missed) await this.replay.send(connection, missed, new Set(added), undefined);
    granted = wanted.filter((topic) => connection.topics.has(topic));
    const refused = wanted.filter((topic) => !connection.topics.has(topic));
    return { granted, refused, resumed: missed !== undefined };
  }

  @HandleCommand('unsubscribe')
  async unsubscribe({ connection, data }: CommandCall<'unsubscribe'>) {
    for (const topic of data.topics) {
      if (connection.requested.has(topic)) this.hub.unsubscribe(connection, topic);
    }
    return {};
  }

  private async sendSnapshots(connection: Connection, topics: string[]): Promise<void> {
    for (const frame of await this.access.snapshots(connection.viewer, topics)) {
      connection.sendNow(new OutgoingFrame(frame, undefined));
    }
  }

  /** As many as there is room for. */
  private add(connection: Connection, admitted: string[]): { added: string[]; from: NumberedPosition } {
    const room = Math.max(0, this.policy.topicsPerSocket - connection.requested.size);
    const added = admitted.filter((topic) => !connection.topics.has(topic)).slice(0, room);
    for (const topic of added) connection.requested.add(topic);
    return { added, from: this.hub.subscribe(connection, added) };
  }
}
