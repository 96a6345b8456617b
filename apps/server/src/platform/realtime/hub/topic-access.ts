import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';
import type { Frame, TopicRequest, TopicSource } from '../effects.js';
import { Realtime, userTopic } from '../realtime.js';
import type { Connection } from './connection.js';

/** Asks the modules who may subscribe to what, for many sockets at once. */
@Injectable()
export class TopicAccess {
  constructor(private readonly realtime: Realtime) {}

  /** Everything that each socket may be subscribed to as of now: its default topics, and what it asked for. */
  async topicsOf(connections: Connection[]): Promise<Map<Connection, ReadonlySet<string>>> {
    const requesting = connections.filter(({ requested }) => requested.size > 0);
    const users = [...new Set(connections.map(({ viewer }) => viewer.userId))];
    const [defaults, admitted] = await Promise.all([
      this.defaultTopics(users),
      this.admitted(requesting.map(({ viewer, requested }) => ({ viewer, topics: [...requested] }))),
    ]);
    const topics = new Map(
      connections.map((connection) => [connection, new Set(defaults.get(connection.viewer.userId))]),
    );
    for (const [index, connection] of requesting.entries()) {
      for (const topic of admitted[index] ?? []) topics.get(connection)?.add(topic);
    }
    return topics;
  }

  /** For each request those of its topics that the viewer may subscribe to; a topic that nobody owns is nobody's. */
  async admitted(requests: TopicRequest[]): Promise<string[][]> {
    const admitted = requests.map((): string[] => []);
    await Promise.all(
      this.realtime.topicSources.map(async (source) => {
        const owned = requests
          .map(({ viewer, topics }, index) => ({ viewer, topics: ownedBy(source, topics), index }))
          .filter(({ topics }) => topics.length > 0);
        const answers = owned.length > 0 ? await source.admit?.(owned) : undefined;
        for (const [position, { index, topics }] of owned.entries()) {
          admitted[index]?.push(...(answers?.[position]?.filter((topic) => topics.includes(topic)) ?? []));
        }
      }),
    );
    return admitted;
  }

  /** The frames that a socket gets at once about topics it has just subscribed to. */
  async snapshots(viewer: SignedInViewer, topics: string[]): Promise<Frame[]> {
    const frames = await Promise.all(
      this.realtime.topicSources.map(async (source) => {
        const owned = ownedBy(source, topics);
        return owned.length > 0 ? ((await source.snapshot?.(viewer, owned)) ?? []) : [];
      }),
    );
    return frames.flat();
  }

  /** What users are subscribed to without asking, their own topic among it. */
  private async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const topics = new Map(users.map((userId) => [userId, [userTopic(userId)]]));
    const answers = await Promise.all(
      this.realtime.topicSources.map((source) => source.defaultTopics?.(users)),
    );
    for (const answer of answers) {
      for (const [userId, more] of answer ?? []) topics.get(userId)?.push(...more);
    }
    return topics;
  }
}

function ownedBy(source: TopicSource, topics: string[]): string[] {
  return topics.filter((topic) => source.owns?.(topic));
}
