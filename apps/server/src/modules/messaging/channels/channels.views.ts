import { Injectable } from '@nestjs/common';
import type { ChangedChannel, Channel, UserId, UserSummary } from '@plaza/contract';
import { bit, holds } from '../../communities/index.js';
import type { DirectVerdict } from '../../graph/index.js';
import { UserDirectory } from '../../identity/index.js';
import { mayRead, permissionsOn, type WriteContext, writeObstacle } from '../messaging.policy.js';
import type { ChannelFacts, ChannelRow } from './channels.queries.js';
import { DirectRules } from './direct-rules.js';
import { peerOf, writeContextOf } from './send-context.js';

/** Channel rows as the contract shows them: for people, one query each for names and for who may write to whom. */
@Injectable()
export class ChannelsViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly rules: DirectRules,
  ) {}

  /** One view per row, in their order. */
  async channels(viewerId: UserId | null, rows: ChannelRow[]): Promise<Channel[]> {
    const peerIds = [...new Set(rows.flatMap((row) => peerOf(row, viewerId) ?? []))];
    const [people, verdicts] = await Promise.all([
      this.users.summaries(peerIds),
      viewerId ? this.rules.verdicts(viewerId, peerIds) : new Map<UserId, DirectVerdict>(),
    ]);
    return rows.map((row) => {
      const peerId = peerOf(row, viewerId);
      const context = writeContextOf(row, peerId && verdicts.get(peerId));
      const changed = changedChannel(row, context, (peerId && people.get(peerId)) ?? null);
      const unread = row.last_ordinal - row.read_ordinal - row.own_since_read;
      return {
        ...changed,
        viewer: {
          readOrdinal: row.read_ordinal,
          unread: mayRead(row.permissions) ? Math.max(0, unread) : 0,
          ...changed.viewer,
        },
      };
    });
  }

  async channel(viewerId: UserId | null, row: ChannelRow): Promise<Channel> {
    const [view] = await this.channels(viewerId, [row]);
    if (!view) throw new Error(`The channel ${row.id} has no view`);
    return view;
  }
}

/** The part of a channel that is the same for all with the same rights in it. */
export function changedChannel(
  facts: ChannelFacts,
  context: WriteContext,
  peer: UserSummary | null,
): ChangedChannel {
  const permissions = permissionsOn(context);
  const obstacle = writeObstacle(context);
  return {
    id: facts.id,
    type: facts.type,
    communityId: facts.community_id,
    name: facts.name,
    topic: facts.topic,
    position: facts.position,
    slowModeSeconds: facts.slow_mode_seconds,
    peer,
    lastOrdinal: facts.last_ordinal,
    lastMessageAt: facts.last_message_at?.toISOString() ?? null,
    createdAt: facts.created_at.toISOString(),
    viewer: {
      permissions: String(permissions),
      can: {
        send: obstacle === null,
        manage: holds(permissions, bit.manage_channels),
        manageMessages: holds(permissions, bit.manage_messages),
      },
      writeObstacle: obstacle,
    },
  };
}
