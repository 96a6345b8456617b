import type {
  Channel,
  ChannelId,
  Community,
  CommunityId,
  PermissionName,
  Role,
  RoleId,
} from '@plaza/contract';
import { bit } from '../../src/modules/communities/permissions/permissions.js';
import { eventually, type Person } from '../support/world.js';

type Draft = Partial<Parameters<Person['api']['communities']['create']>[0]['body']>;

/** A set of permissions as it goes over the wire. */
export function permissions(...names: PermissionName[]): string {
  return String(names.reduce((set, name) => set | bit[name], 0n));
}

/** Whether a set that came over the wire has this in it. */
export function has(set: string, name: PermissionName): boolean {
  return (BigInt(set) & bit[name]) !== 0n;
}

/** A guild as its owner deals with it. */
export class Guild {
  private constructor(
    readonly owner: Person,
    readonly community: Community,
    readonly everyone: Role,
  ) {}

  /** Founds one; whoever else is named joins it, whatever its visibility. */
  static async found(owner: Person, members: Person[] = [], draft: Draft = {}): Promise<Guild> {
    const { visibility = 'public', joinPolicy = 'open', ...rest } = draft;
    const founded = await owner.api.communities.create({ body: { kind: 'guild', name: 'Guild', ...rest } });
    const params = { communityId: founded.id };
    for (const member of members) await member.api.communities.join({ params });
    const isOpen = visibility === 'public' && joinPolicy === 'open';
    const community = isOpen
      ? founded
      : await owner.api.communities.update({ params, body: { visibility, joinPolicy } });
    const roles = await owner.api.roles.list({ params });
    const everyone = roles.items.find((role) => role.isEveryone);
    if (!everyone) throw new Error('A guild without @everyone');
    return new Guild(owner, community, everyone);
  }

  get id(): CommunityId {
    return this.community.id;
  }

  get params() {
    return { communityId: this.id };
  }

  memberParams(person: Person) {
    return { communityId: this.id, userId: person.id };
  }

  /** The channel every guild starts with. */
  async general(): Promise<Channel> {
    return eventually(async () => {
      const [first] = (await this.owner.api.channels.list({ params: this.params })).items;
      if (!first) throw new Error('The first channel is not there yet');
      return first;
    });
  }

  channel(name = 'channel', draft: { slowModeSeconds?: number; topic?: string } = {}): Promise<Channel> {
    return this.owner.api.channels.create({ params: this.params, body: { type: 'text', name, ...draft } });
  }

  /** A role just above @everyone, given to these. */
  async role(name: string, allowed: PermissionName[] = [], ...holders: Person[]): Promise<Role> {
    const role = await this.owner.api.roles.create({
      params: this.params,
      body: { name, permissions: permissions(...allowed) },
    });
    for (const holder of holders) await this.give(role.id, holder);
    return role;
  }

  async give(roleId: RoleId, holder: Person): Promise<void> {
    await this.owner.api.roles.give({ params: { ...this.memberParams(holder), roleId } });
  }

  async letEveryone(...allowed: PermissionName[]): Promise<void> {
    await this.owner.api.roles.update({
      params: { ...this.params, roleId: this.everyone.id },
      body: { permissions: permissions(...allowed) },
    });
  }

  /** What a channel allows or denies to a role or a member. */
  async overwrite(
    channelId: ChannelId,
    targetId: string,
    change: { allow?: PermissionName[]; deny?: PermissionName[] },
  ): Promise<void> {
    await this.owner.api.channels.putOverwrite({
      params: { channelId, roleOrUserId: targetId },
      body: { allow: permissions(...(change.allow ?? [])), deny: permissions(...(change.deny ?? [])) },
    });
  }

  async kick(person: Person): Promise<void> {
    await this.owner.api.communities.kick({ params: this.memberParams(person) });
  }

  async ban(person: Person): Promise<void> {
    await this.owner.api.communities.ban({ params: this.memberParams(person), body: {} });
  }
}
