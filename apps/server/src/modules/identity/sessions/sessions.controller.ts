import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { handOver } from './hand-over.js';
import { SessionsQueries } from './sessions.queries.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly queries: SessionsQueries,
  ) {}

  @Serve(auth.refresh)
  async refresh({ body, exchange }: Call<typeof auth.refresh>) {
    if (body.refreshToken !== undefined) {
      return handOver(exchange, 'body', await this.sessions.refresh(body.refreshToken));
    }
    const cookie = exchange.refreshCookie();
    if (cookie === undefined) throw new ProblemError('session_ended');
    try {
      return handOver(exchange, 'cookie', await this.sessions.refresh(cookie));
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'session_ended') exchange.clearRefreshCookie();
      throw error;
    }
  }

  @Serve(auth.logout)
  async logout({ viewer, exchange }: Call<typeof auth.logout>) {
    await this.sessions.signOut(viewer);
    exchange.clearRefreshCookie();
  }

  @Serve(auth.sessions)
  async list({ viewer, query }: Call<typeof auth.sessions>) {
    return this.queries.page(viewer, query);
  }

  @Serve(auth.revokeSession)
  async revoke({ viewer, params }: Call<typeof auth.revokeSession>) {
    await this.sessions.revoke(viewer, params.sessionId);
  }

  @Serve(auth.revokeOtherSessions)
  async revokeOthers({ viewer }: Call<typeof auth.revokeOtherSessions>) {
    await this.sessions.revokeOthers(viewer);
  }
}
