import { Injectable } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import {
  type DirectVerdict,
  fromTheOtherSide,
  GraphQueries,
  mayWriteDirect,
  noRelation,
} from '../../graph/index.js';
import { UserDirectory } from '../../identity/index.js';

const unavailable: DirectVerdict = { allowed: false, code: 'blocked_or_unavailable' };

/** Who may write whom directly, as of now; within a transaction, as it sees things. */
@Injectable()
export class DirectRules {
  constructor(
    private readonly graph: GraphQueries,
    private readonly users: UserDirectory,
  ) {}

  /** Whether the sender may write to each of these people, and if not, why. */
  async verdicts(senderId: UserId, receiverIds: UserId[]): Promise<Map<UserId, DirectVerdict>> {
    if (receiverIds.length === 0) return new Map();
    const [relations, receivers] = await Promise.all([
      this.graph.relationsOf(senderId, receiverIds),
      this.users.records(receiverIds),
    ]);
    return new Map(
      receiverIds.map((id) => {
        const setting = receivers.get(id)?.directMessages;
        return [id, setting ? mayWriteDirect(relations.get(id) ?? noRelation, setting) : unavailable];
      }),
    );
  }

  /** Whether each of these people may write to the receiver, and if not, why. */
  async verdictsOn(receiverId: UserId, senderIds: UserId[]): Promise<Map<UserId, DirectVerdict>> {
    const [relations, receivers] = await Promise.all([
      this.graph.relationsOf(receiverId, senderIds),
      this.users.records([receiverId]),
    ]);
    const setting = receivers.get(receiverId)?.directMessages;
    return new Map(
      senderIds.map((id) => {
        const relation = fromTheOtherSide(relations.get(id) ?? noRelation);
        return [id, setting ? mayWriteDirect(relation, setting) : unavailable];
      }),
    );
  }

  async verdict(senderId: UserId, receiverId: UserId): Promise<DirectVerdict> {
    return (await this.verdicts(senderId, [receiverId])).get(receiverId) ?? unavailable;
  }

  /** Whether the two see each other's marks: a block hides them either way, and so does the wish of one of them. */
  async showMarks(oneId: UserId, otherId: UserId): Promise<boolean> {
    const [walled, records] = await Promise.all([
      this.graph.hiddenByBlock(oneId, [otherId]),
      this.users.records([oneId, otherId]),
    ]);
    const share = (id: UserId) => records.get(id)?.sharesMarks ?? false;
    return !walled.has(otherId) && share(oneId) && share(otherId);
  }
}
