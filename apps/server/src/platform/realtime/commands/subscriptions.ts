import { Injectable } from '@nestjs/common';
import type { CommandAnswer, CommandData } from '@plaza/contract';
import { ProblemError } from '../../problems/problem-error.js';
import { GatewayPolicy } from '../gateway-policy.js';
import type { Connection } from '../hub/connection.js';
import { Grants } from '../hub/grants.js';
import { Hub, type LogMark } from '../hub/hub.js';
import { Outgoing } from '../hub/outgoing.js';
import { Replay } from '../replay/replay.js';

const MAX_ASKS = 5;

interface Admission {
  topics: string[];
  from: LogMark;
}

/** Topics that a socket asks for beside those it hears anyway. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly hub: Hub,
    private readonly grants: Grants,
    private readonly replay: Replay,
    private readonly policy: GatewayPolicy,
  ) {}

  /**
   * Lets the socket hear what it may of the topics, first sending what they had since a cursor. The socket holds what comes
   * meanwhile until the caller, who answers first, releases it.
   */
  async subscribe(
    connection: Connection,
    { topics, since }: CommandData<'subscribe'>,
  ): Promise<CommandAnswer<'subscribe'>> {
    connection.hold();
    const place = since === undefined ? undefined : await this.replay.placeOf(since);
    const wanted = [...new Set(topics)];
    const admission = await this.admit(connection, wanted);
    const missed = place && (await this.replay.missedSince(place, admission.from.position, admission.topics));
    // These frames carry no cursor: the socket's own place in the log is further on.
    if (missed) await this.replay.tell(connection, missed, new Set(admission.topics), undefined);
    const granted = wanted.filter((topic) => connection.topics.has(topic));
    return {
      granted,
      refused: wanted.filter((topic) => !granted.includes(topic)),
      resumed: missed !== undefined,
    };
  }

  unsubscribe(connection: Connection, { topics }: CommandData<'unsubscribe'>): void {
    for (const topic of topics) {
      if (connection.asked.has(topic)) this.hub.silence(connection, topic);
    }
  }

  /** Tells how things stand with topics that were granted; before what is held, which may be newer. */
  async snapshot(connection: Connection, topics: string[]): Promise<void> {
    if (topics.length === 0) return;
    for (const frame of await this.grants.snapshots(connection.viewer, topics)) {
      const outgoing = new Outgoing(frame, undefined);
      if (connection.mayHear(outgoing.scope)) connection.tellNow(outgoing);
    }
  }

  /** Rights are asked again when some were taken away while the answer was under way. */
  private async admit(connection: Connection, wanted: string[]): Promise<Admission> {
    for (let asks = 0; asks < MAX_ASKS; asks += 1) {
      const admission = await this.hub.journal.watch(async (watch): Promise<Admission | undefined> => {
        const [topics = []] = await this.grants.admitted([{ viewer: connection.viewer, topics: wanted }]);
        if (watch.saw(connection.viewer.userId, topics)) return undefined;
        const fresh = topics.filter((topic) => !connection.topics.has(topic));
        const room = Math.max(0, this.policy.topicsPerSocket - connection.asked.size);
        const added = fresh.slice(0, room);
        for (const topic of added) connection.asked.add(topic);
        return { topics: added, from: this.hub.listen(connection, added) };
      });
      if (admission) return admission;
    }
    throw new ProblemError('unavailable', { retryAfterSeconds: 1 });
  }
}
