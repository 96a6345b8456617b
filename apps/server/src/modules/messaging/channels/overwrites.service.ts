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
import { channelTopic } from '../messaging.events.js';
import { governingCommunity } from './channel-types.js';
import { type ChannelRow, ChannelsQueries } from './channels.queries.js';
import { lockCommunityOf } from './channels.repository.js';
import {
  type OverwriteRow,
  OverwritesRepository,
  type OverwriteTarget,
  targetOf,
} from './overwrites.repository.js';

/** What an edit of overwrites begins with. */
interface Editing {
  /** With what the editor may do there now. */
  channel: ChannelRow;
  communityId: CommunityId;
  own: Membership;
  /** Those that apply now, inherited ones as well. */
  rules: OverwriteRow[];
}

/** Overwrites of a channel, edited by those who may manage its roles, within the permissions that they have there themselves. */
@Injectable()
export class OverwritesService {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly access: CommunityAccess,
    private readonly audit: AuditLog,
    private readonly channels: ChannelsQueries,
    private readonly repository: OverwritesRepository,
  ) {}

  /** Those that apply in the channel. Errors: `not_found`, `forbidden`. */
  async list(viewer: SignedInViewer, channelId: ChannelId): Promise<OverwriteRule[]> {
    assertManagesRoles(await this.channels.viewable(viewer, channelId));
    return this.repository.applyingIn(channelId);
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
      await this.stopInheriting(tx, editing);
      await this.repository.put(tx, rule);
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
      await this.stopInheriting(tx, editing);
      await this.repository.delete(tx, channelId, target);
      await this.announce(tx, viewer, editing, 'overwrite.deleted', target);
    });
  }

  private async begin(tx: Tx, viewer: SignedInViewer, channelId: ChannelId): Promise<Editing> {
    await lockCommunityOf(tx, channelId, 'exclusive');
    const channel = await this.channels.viewable(viewer, channelId);
    const communityId = assertManagesRoles(channel);
    const [own, rules] = await Promise.all([
      this.access.membership(viewer, communityId),
      this.repository.applyingIn(channelId),
    ]);
    return { channel, communityId, own, rules };
  }

  /** The first change of its own ends that a channel follows its parent. */
  private async stopInheriting(tx: Tx, { channel }: Editing): Promise<void> {
    if (channel.overwrites_from !== null) await this.repository.stopInheriting(tx, channel.id);
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

  /** Errors: `hierarchy` for a role or another person that does not rank below the editor; who left the community does. */
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
    { channel, own, rules }: Editing,
    former: OverwriteRow | undefined,
    next: OverwriteRow | undefined,
    isConfirmed: boolean,
  ): void {
    const changed =
      ((former?.allow ?? 0n) ^ (next?.allow ?? 0n)) | ((former?.deny ?? 0n) ^ (next?.deny ?? 0n));
    assertWithin(channel.permissions, changed);
    const after = [...rules.filter((rule) => rule !== former), ...(next ? [next] : [])];
    assertStaysIn(channelPermissions(own, after), bit.view_channel | bit.manage_roles, isConfirmed);
  }

  private async announce(
    tx: Tx,
    viewer: SignedInViewer,
    { channel, communityId }: Editing,
    action: 'overwrite.put' | 'overwrite.deleted',
    target: OverwriteTarget,
  ): Promise<void> {
    await this.audit.record(tx, {
      communityId,
      actorId: viewer.userId,
      action,
      targetId: channel.id,
      detail: { target },
    });
    await this.events.append(tx, {
      name: 'channel.access_changed',
      subject: { channelId: channel.id, channelType: channel.type, communityId },
      topics: [channelTopic(channel.id), communityTopic(communityId)],
      actorId: viewer.userId,
    });
  }
}

/** Gives the community of the roles. Errors: `forbidden`, always where no roles decide. */
function assertManagesRoles(channel: ChannelRow): CommunityId {
  const communityId = governingCommunity(channel);
  if (communityId === null || !holds(channel.permissions, bit.manage_roles)) {
    throw new ProblemError('forbidden');
  }
  return communityId;
}

function ruleFor(channelId: ChannelId, target: OverwriteTarget, allow: bigint, deny: bigint): OverwriteRow {
  const common = { channelId, allow, deny };
  return target.type === 'role' ? { ...common, roleId: target.id } : { ...common, userId: target.id };
}
