import { Injectable } from '@nestjs/common';
import type { SessionId } from '@plaza/contract';
import { Authenticator } from '../../../platform/http/authenticator.js';
import type { SignedInViewer } from '../../../platform/http/viewer.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { AccessTokens } from './access-tokens.js';
import { LivingSessions } from './living-sessions.js';

/** A token says which session asks; whether that still lives, and what its account is, is asked of the database. */
@Injectable()
export class TokenAuthenticator extends Authenticator {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: LivingSessions,
  ) {
    super();
  }

  async authenticate(accessToken: string): Promise<SignedInViewer> {
    const { userId, sessionId } = await this.tokens.verify(accessToken);
    const viewer = await this.sessions.viewerOf(sessionId);
    if (viewer?.userId !== userId) throw new ProblemError('unauthenticated');
    return viewer;
  }

  async authenticateAnew(accessToken: string): Promise<SignedInViewer> {
    const { sessionId } = await this.tokens.verify(accessToken);
    this.sessions.forget([sessionId]);
    return this.authenticate(accessToken);
  }

  endedAmong(sessionIds: SessionId[]): Promise<SessionId[]> {
    return this.sessions.endedAmong(sessionIds);
  }
}
