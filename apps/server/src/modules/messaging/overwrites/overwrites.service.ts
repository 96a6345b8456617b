import { Injectable } from '@nestjs/common';
import { type ChannelId, type CommunityId, limits, RoleId, UserId } from '@plaza/contract';
import { Database, type Tx } from '../../../platform/database/database.js';
import { EventLog } from '../../../platform/events/event-log.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { invalidInput, ProblemError } from '../../../platform/problems/problem-error.js';
import {
  AuditLog,
  assertOutranks,
  assertRanksAbove,
  assertStaysIn,
  assertWithin,
  bit,
  CommunityAccess,
  channelPermissions,
  communityTopic,
  holds,
  isMember,
  type Membership,
  type OverwriteRule,
  readPermissions,
} from '../../communities/index.js';
import { lockCommunityOf } from '../channels/channel-lock.js';
import { ChannelsQueries } from '../channels/channels.queries.js';
import { channelTopic } from '../messaging.events.js';
import { OverwriteRows } from './overwrite-rows.js';
import {
  type OverwriteRow,
  OverwritesQueries,
  type OverwriteTarget,
  targetOf,
} from './overwrites.queries.js';

/** What an edit of overwrites begins with. */
interface Editing {
  channelId: ChannelId;
  communityId: CommunityId;
  own: Membership;
  /** What the editor may do in the channel now. */
  held: bigint;
  rules: OverwriteRow[];
}

/** Who may do what in one channel: edited by who looks after roles there, with what they hold there themselves. */
@Injectable()
export class OverwritesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly audit: AuditLog,
    private readonly channels: ChannelsQueries,
    private readonly queries: OverwritesQueries,
    private readonly rows: OverwriteRows,
  ) {}

  /** Errors: `not_found`, `forbidden`. */
  async list(viewer: SignedInViewer, channelId: ChannelId): Promise<OverwriteRule[]> {
    const channel = await this.channels.viewable(viewer, channelId);
    assertManagesRoles(channel.community_id, channel.permissions);
    return this.queries.ofChannel(channelId);
  }

  /** Errors: `not_found`, `forbidden`, `hierarchy`, `would_lock_out` unless confirmed, `limit_reached`, `invalid_input`. */
  async put(
    viewer: SignedInViewer,
    channelId: ChannelId,
    targetId: string,
    change: { allow: string; deny: string },
    isConfirmed: boolean,
  ): Promise<OverwriteRule> {
    const allow = readPermissions(change.allow, 'allow');
    const deny = readPermissions(change.deny, 'deny');
    if ((allow & deny) !== 0n) throw invalidInput('deny', 'contradiction', 'Allows and denies the same');
    return this.database.transaction(async (tx) => {
      const editing = await this.begin(tx, viewer, channelId);
      const target = await this.targetBelow(editing, targetId);
      const former = editing.rules.find((rule) => targetOf(rule).id === target.id);
      if (!former && editing.rules.length >= limits.overwritesPerChannel) {
        throw new ProblemError('limit_reached');
      }
      const rule = ruleFor(channelId, target, allow, deny);
      if (former?.allow === allow && former.deny === deny) return rule;
      this.assertAllowed(editing, former, rule, isConfirmed);
      await this.rows.put(tx, rule);
      await this.announce(tx, viewer, editing, 'overwrite.put', target);
      return rule;
    });
  }

  /** Taking away what is not there changes nothing. Errors: `not_found`, `forbidden`, `hierarchy`, `would_lock_out`. */
  async delete(
    viewer: SignedInViewer,
    channelId: ChannelId,
    targetId: string,
    isConfirmed: boolean,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const editing = await this.begin(tx, viewer, channelId);
      const former = editing.rules.find((rule) => targetOf(rule).id === targetId);
      if (!former) return;
      const target = targetOf(former);
      await this.assertBelow(editing, target);
      this.assertAllowed(editing, former, undefined, isConfirmed);
      await this.rows.delete(tx, channelId, target);
      await this.announce(tx, viewer, editing, 'overwrite.deleted', target);
    });
  }

  private async begin(tx: Tx, viewer: SignedInViewer, channelId: ChannelId): Promise<Editing> {
    await lockCommunityOf(tx, channelId, 'exclusive');
    const { community_id, permissions } = await this.channels.viewable(viewer, channelId);
    const communityId = assertManagesRoles(community_id, permissions);
    const [own, rules] = await Promise.all([
      this.access.membership(viewer, communityId),
      this.queries.ofChannel(channelId),
    ]);
    return { channelId, communityId, own, held: permissions, rules };
  }

  /** Errors: `not_found` when it is neither a role nor a member of the community, `hierarchy`. */
  private async targetBelow(editing: Editing, targetId: string): Promise<OverwriteTarget> {
    const roleId = RoleId.parse(targetId);
    const isRole = (await this.access.positionOf(editing.communityId, roleId)) !== undefined;
    const target: OverwriteTarget = isRole
      ? { type: 'role', id: roleId }
      : { type: 'member', id: UserId.parse(targetId) };
    if (target.type === 'member' && !isMember(await this.membershipOf(editing, target.id))) {
      throw new ProblemError('not_found');
    }
    await this.assertBelow(editing, target);
    return target;
  }

  /** One's own overwrite is one's own affair; everybody else's and every role's has to stand below, as who left does. */
  private async assertBelow(editing: Editing, target: OverwriteTarget): Promise<void> {
    const { communityId, own } = editing;
    if (target.type === 'role') {
      const position = await this.access.positionOf(communityId, target.id);
      if (position === undefined) throw new ProblemError('not_found');
      assertRanksAbove(own, position);
    } else if (own.userId !== target.id) {
      assertOutranks(own, await this.membershipOf(editing, target.id));
    }
  }

  private async membershipOf({ communityId }: Editing, userId: UserId): Promise<Membership> {
    const membership = (await this.access.membershipsIn(communityId, [userId])).get(userId);
    if (!membership) throw new ProblemError('not_found');
    return membership;
  }

  private assertAllowed(
    { own, held, rules }: Editing,
    former: OverwriteRow | undefined,
    next: OverwriteRow | undefined,
    isConfirmed: boolean,
  ): void {
    const changed =
      ((former?.allow ?? 0n) ^ (next?.allow ?? 0n)) | ((former?.deny ?? 0n) ^ (next?.deny ?? 0n));
    assertWithin(held, changed);
    const after = [...rules.filter((rule) => rule !== former), ...(next ? [next] : [])];
    assertStaysIn(channelPermissions(own, after), bit.view_channel | bit.manage_roles, isConfirmed);
  }

  private async announce(
    tx: Tx,
    viewer: SignedInViewer,
    { channelId, communityId }: Editing,
    action: 'overwrite.put' | 'overwrite.deleted',
    target: OverwriteTarget,
  ): Promise<void> {
    await this.audit.record(tx, {
      communityId,
      actorId: viewer.userId,
      action,
      targetId: channelId,
      detail: { target },
    });
    await this.events.append(tx, {
      name: 'channel.access_changed',
      subject: { channelId, communityId },
      topics: [channelTopic(channelId), communityTopic(communityId)],
      actorId: viewer.userId,
    });
  }
}

/** Errors: `forbidden`, for a direct channel always. */
function assertManagesRoles(communityId: CommunityId | null, permissions: bigint): CommunityId {
  if (communityId === null || !holds(permissions, bit.manage_roles)) throw new ProblemError('forbidden');
  return communityId;
}

function ruleFor(channelId: ChannelId, target: OverwriteTarget, allow: bigint, deny: bigint): OverwriteRow {
  const common = { channelId, allow, deny };
  return target.type === 'role' ? { ...common, roleId: target.id } : { ...common, userId: target.id };
}
