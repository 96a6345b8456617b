import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CommunityId, Member, RoleId, UserId } from '@plaza/contract';
import type { LoggedEventOf } from '../../platform/events/domain-events.js';
import type { Effect, Frame } from '../../platform/realtime/effects.js';
import { Realtime, userTopic } from '../../platform/realtime/realtime.js';
import { presenceTopic } from '../identity/index.js';
import { communityTopic } from './communities.events.js';
import { CommunitiesQueries } from './communities.queries.js';
import { publicFacts } from './communities.views.js';
import { MembersQueries } from './members/members.queries.js';
import { MembersViews } from './members/members.views.js';
import { type RoleRow, RolesQueries, roleView } from './roles/roles.queries.js';

type RoleEvent = LoggedEventOf<'role.created'> | LoggedEventOf<'role.updated'>;

/** Frames for the members of a community; those whose permissions changed have their subscriptions refreshed. */
@Injectable()
export class CommunitiesRealtime implements OnModuleInit {
  constructor(
    private readonly realtime: Realtime,
    private readonly communities: CommunitiesQueries,
    private readonly members: MembersQueries,
    private readonly memberViews: MembersViews,
    private readonly roles: RolesQueries,
  ) {}

  onModuleInit(): void {
    this.realtime.topics({ defaultTopics: (users) => this.defaultTopics(users) });
    this.realtime.frames('community.created', async (events) =>
      events.map(({ subject }) => [{ kind: 'refreshSubscriptions', users: [subject.ownerId] }]),
    );
    this.realtime.frames('community.updated', (events) => this.communityUpdated(events));
    this.realtime.frames('community.deleted', async (events) => events.map(communityDeleted));
    this.realtime.frames('member.joined', async (events) => events.map(memberJoined));
    this.realtime.frames('member.left', async (events) => events.map(memberLeft));
    this.realtime.frames('member.updated', (events) => this.memberUpdated(events));
    this.realtime.frames('role.created', (events) => this.roleWritten(events));
    this.realtime.frames('role.updated', (events) => this.roleWritten(events));
    this.realtime.frames('role.deleted', async (events) => events.map(roleDeleted));
  }

  private async defaultTopics(users: UserId[]): Promise<Map<UserId, string[]>> {
    const memberships = await this.members.communitiesOf(users);
    const topics = new Map<UserId, string[]>(users.map((userId) => [userId, []]));
    for (const { user_id, community_id } of memberships) {
      topics.get(user_id)?.push(communityTopic(community_id));
    }
    return topics;
  }

  private async communityUpdated(events: LoggedEventOf<'community.updated'>[]): Promise<Effect[][]> {
    const rows = await this.communities.facts(events.map(({ subject }) => subject.communityId));
    return events.map(({ subject: { communityId } }) => {
      const row = rows.get(communityId);
      return row ? [toMembers(communityId, { event: 'community.updated', payload: publicFacts(row) })] : [];
    });
  }

  private async memberUpdated(events: LoggedEventOf<'member.updated'>[]): Promise<Effect[][]> {
    const members = await this.membersBy(events.map(({ subject }) => subject));
    return events.map(({ subject: { communityId, userId } }) => {
      const refreshSubscriptions: Effect = { kind: 'refreshSubscriptions', users: [userId] };
      const member = members.get(`${communityId} ${userId}`);
      if (!member) return [refreshSubscriptions];
      const payload = { ...member, communityId };
      return [refreshSubscriptions, toMembers(communityId, { event: 'member.updated', payload })];
    });
  }

  private async membersBy(
    pairs: { communityId: CommunityId; userId: UserId }[],
  ): Promise<Map<string, Member>> {
    const rows = await this.members.byPairs(pairs);
    const views = await this.memberViews.members(rows);
    return new Map(
      rows.flatMap((row) => {
        const view = views.find(({ user }) => user.id === row.user_id);
        return view ? [[`${row.community_id} ${row.user_id}`, view] as const] : [];
      }),
    );
  }

  private async roleWritten(events: RoleEvent[]): Promise<Effect[][]> {
    const rows = await this.rolesBy(events.map(({ subject }) => subject.roleId));
    return events.map(({ name, subject }) => {
      const row = rows.get(subject.roleId);
      const frames = row ? [toMembers(subject.communityId, { event: name, payload: roleView(row) })] : [];
      const changesRights = 'permissionsChanged' in subject && subject.permissionsChanged;
      return changesRights ? [regrantMembers(subject.communityId), ...frames] : frames;
    });
  }

  private async rolesBy(ids: RoleId[]): Promise<Map<RoleId, RoleRow>> {
    const rows = await this.roles.byIds(ids);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** The person who left gets the frame before their sockets lose the topic; who may still see their presence is checked again. */
function memberLeft({ subject }: LoggedEventOf<'member.left'>): Effect[] {
  const { communityId, userId } = subject;
  return [
    {
      kind: 'frame',
      event: 'community.deleted',
      payload: { id: communityId },
      to: { topic: userTopic(userId) },
    },
    { kind: 'refreshSubscriptions', users: [userId] },
    { kind: 'refreshSubscriptions', topic: presenceTopic(userId) },
    toMembers(communityId, { event: 'member.left', payload: { communityId, userId } }),
  ];
}

function memberJoined({ subject }: LoggedEventOf<'member.joined'>): Effect[] {
  const { communityId, userId } = subject;
  return [
    { kind: 'refreshSubscriptions', users: [userId] },
    toMembers(communityId, { event: 'member.joined', payload: { communityId, userId } }),
  ];
}

function communityDeleted({ subject: { communityId } }: LoggedEventOf<'community.deleted'>): Effect[] {
  return [
    toMembers(communityId, { event: 'community.deleted', payload: { id: communityId } }),
    regrantMembers(communityId),
  ];
}

function roleDeleted({ subject: { communityId, roleId } }: LoggedEventOf<'role.deleted'>): Effect[] {
  return [
    regrantMembers(communityId),
    toMembers(communityId, { event: 'role.deleted', payload: { id: roleId, communityId } }),
  ];
}

function toMembers(communityId: CommunityId, frame: Frame): Effect {
  return { kind: 'frame', ...frame, to: { topic: communityTopic(communityId) } };
}

function regrantMembers(communityId: CommunityId): Effect {
  return { kind: 'refreshSubscriptions', topic: communityTopic(communityId) };
}
