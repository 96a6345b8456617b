import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';
import type { Frame, TopicRequest, TopicSource } from '../effects.js';
import { Realtime, userTopic } from '../realtime.js';
import type { Connection } from './connection.js';

/** Asks the modules who may hear what, for many sockets at once. */
@Injectable()
export class Grants {
  constructor(private readonly realtime: Realtime) {}

  /** What users hear without asking, their own topic among it. */
  async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const granted = new Map(users.map((userId) => [userId, [userTopic(userId)]]));
    if (users.length === 0) return granted;
    const answers = await Promise.all(
      this.realtime.topicSources.map((source) => source.defaultTopics?.(users)),
    );
    for (const answer of answers) {
      for (const [userId, topics] of answer ?? []) granted.get(userId)?.push(...topics);
    }
    return granted;
  }

  /** For each ask those of its topics that the viewer may hear; a topic that nobody owns is nobody's. */
  async admitted(asks: TopicRequest[]): Promise<string[][]> {
    const admitted = asks.map((): string[] => []);
    await Promise.all(
      this.realtime.topicSources.map(async (source) => {
        const owned = asks
          .map(({ viewer, topics }, index) => ({ viewer, topics: ownedBy(source, topics), index }))
          .filter(({ topics }) => topics.length > 0);
        const answers = owned.length > 0 ? await source.admit?.(owned) : undefined;
        for (const [place, { index, topics }] of owned.entries()) {
          const granted = answers?.[place]?.filter((topic) => topics.includes(topic)) ?? [];
          admitted[index]?.push(...granted);
        }
      }),
    );
    return admitted;
  }

  /** Everything that each socket may hear as of now: what stands, and what it asked for. */
  async of(connections: Connection[]): Promise<Map<Connection, ReadonlySet<string>>> {
    const asking = connections.filter(({ asked }) => asked.size > 0);
    const users = [...new Set(connections.map(({ viewer }) => viewer.userId))];
    const [defaultTopics, admitted] = await Promise.all([
      this.defaultTopics(users),
      this.admitted(asking.map(({ viewer, asked }) => ({ viewer, topics: [...asked] }))),
    ]);
    const granted = new Map(
      connections.map((connection) => [connection, new Set(defaultTopics.get(connection.viewer.userId))]),
    );
    for (const [index, connection] of asking.entries()) {
      for (const topic of admitted[index] ?? []) granted.get(connection)?.add(topic);
    }
    return granted;
  }

  /** What a socket is told at once about topics it has just begun to hear. */
  async snapshots(viewer: SignedInViewer, topics: string[]): Promise<Frame[]> {
    const told = await Promise.all(
      this.realtime.topicSources.map((source) => {
        const owned = ownedBy(source, topics);
        return owned.length > 0 ? source.snapshot?.(viewer, owned) : undefined;
      }),
    );
    return told.flatMap((frames) => frames ?? []);
  }
}

function ownedBy(source: TopicSource, topics: string[]): string[] {
  return topics.filter((topic) => source.owns?.(topic));
}
