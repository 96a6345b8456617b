import { Injectable } from '@nestjs/common';
import type { Channel, ChannelPermissions, SharedChannel, UserId } from '@plaza/contract';
import { bit, holds } from '../../communities/index.js';
import { UserDirectory } from '../../identity/index.js';
import { mayRead, permissionsIn, type WriteContext, writeDenial } from '../messaging.policy.js';
import type { ChannelFacts, ChannelRow } from './channels.queries.js';
import { DirectChannelsService, peerOf } from './direct-channels.service.js';

/** Channel rows as the contract shows them: for people, one query each for names and for who may write to whom. */
@Injectable()
export class ChannelsViews {
  constructor(
    private readonly users: UserDirectory,
    private readonly directChannels: DirectChannelsService,
  ) {}

  /** One view per row, in their order. */
  async channels(viewerId: UserId | null, rows: ChannelRow[]): Promise<Channel[]> {
    return this.channelsFor(rows.map((row) => ({ viewerId, row })));
  }

  async channel(viewerId: UserId | null, row: ChannelRow): Promise<Channel> {
    const [view] = await this.channels(viewerId, [row]);
    if (!view) throw new Error(`The channel ${row.id} has no view`);
    return view;
  }

  /** Channels for several people, one view per row, in their order. */
  async channelsFor(rows: { viewerId: UserId | null; row: ChannelRow }[]): Promise<Channel[]> {
    const pairs = rows.flatMap(({ viewerId, row }): [UserId, UserId][] => {
      const peerId = peerOf(row, viewerId);
      return viewerId && peerId ? [[viewerId, peerId]] : [];
    });
    const [people, denials] = await Promise.all([
      this.users.summaries(pairs.map(([, peerId]) => peerId)),
      this.directChannels.denials(pairs),
    ]);
    const denialOf = new Map(pairs.map((pair, index) => [pair.join(), denials[index] ?? null]));
    return rows.map(({ viewerId, row }) => {
      const peerId = peerOf(row, viewerId);
      const closedBy = denialOf.get([viewerId, peerId].join()) ?? null;
      const unread = row.last_ordinal - row.read_ordinal - row.own_unread_offset;
      return {
        ...sharedChannel(row),
        peer: (peerId && people.get(peerId)) ?? null,
        viewer: {
          readOrdinal: row.read_ordinal,
          unread: mayRead(row.permissions) ? Math.max(0, unread) : 0,
          ...permissionsView(row, { permissions: row.permissions, closedBy }).viewer,
        },
      };
    });
  }
}

/** A channel as it is for everybody who may view it. */
export function sharedChannel(facts: ChannelFacts): SharedChannel {
  return {
    id: facts.id,
    type: facts.type,
    communityId: facts.community_id,
    name: facts.name,
    topic: facts.topic,
    position: facts.position,
    slowModeSeconds: facts.slow_mode_seconds,
    lastOrdinal: facts.last_ordinal,
    lastMessageAt: facts.last_message_at?.toISOString() ?? null,
    createdAt: facts.created_at.toISOString(),
  };
}

/** What somebody may do in a channel: the same for all in the same context. */
export function permissionsView(
  { id, community_id }: Pick<ChannelFacts, 'id' | 'community_id'>,
  context: WriteContext,
): ChannelPermissions {
  const permissions = permissionsIn(context);
  const denial = writeDenial(context);
  return {
    id,
    communityId: community_id,
    viewer: {
      permissions: String(permissions),
      can: {
        send: denial === null,
        manage: holds(permissions, bit.manage_channels),
        manageMessages: holds(permissions, bit.manage_messages),
      },
      writeObstacle: denial,
    },
  };
}
