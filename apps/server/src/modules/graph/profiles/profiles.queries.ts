import { Injectable } from '@nestjs/common';
import type { Profile, UserId } from '@plaza/contract';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { UserDirectory } from '../../identity/index.js';
import { GraphQueries } from '../graph.queries.js';
import { mayListFollows, viewerPart } from './profiles.policy.js';

/** Accounts as others see them. */
@Injectable()
export class ProfilesQueries {
  constructor(
    private readonly users: UserDirectory,
    private readonly graph: GraphQueries,
  ) {}

  /** Errors: `not_found`. */
  async profile(idOrUsername: string, viewerId: UserId | null): Promise<Profile> {
    const user = await this.users.find(idOrUsername);
    if (!user) throw new ProblemError('not_found');
    const relation = await this.graph.relationOf(viewerId, user.id);
    return {
      id: user.id,
      username: user.username,
      displayName: user.displayName,
      bio: user.bio,
      links: user.links,
      isPrivate: user.isPrivate,
      role: user.role,
      createdAt: user.createdAt.toISOString(),
      counts: mayListFollows(user, relation, viewerId) ? user.counts : null,
      viewer: viewerPart(user, relation, viewerId),
    };
  }
}
