import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { ProblemError } from '../../../platform/problems/problem-error.js';
import { issueTokens } from './issue-tokens.js';
import { SessionsQueries } from './sessions.queries.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly queries: SessionsQueries,
  ) {}

  @HandleOperation(auth.refresh)
  async refresh({ body, exchange }: OperationCall<typeof auth.refresh>) {
    if (body.refreshToken !== undefined) {
      return issueTokens(exchange, 'body', await this.sessions.refresh(body.refreshToken));
    }
    const cookie = exchange.refreshCookie();
    if (cookie === undefined) throw new ProblemError('session_ended');
    try {
      return issueTokens(exchange, 'cookie', await this.sessions.refresh(cookie));
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'session_ended') exchange.clearRefreshCookie();
      throw error;
    }
  }

  @HandleOperation(auth.logout)
  async logout({ viewer, exchange }: OperationCall<typeof auth.logout>) {
    await this.sessions.signOut(viewer);
    exchange.clearRefreshCookie();
  }

  @HandleOperation(auth.sessions)
  async list({ viewer, query }: OperationCall<typeof auth.sessions>) {
    return this.queries.page(viewer, query);
  }

  @HandleOperation(auth.revokeSession)
  async revoke({ viewer, params }: OperationCall<typeof auth.revokeSession>) {
    await this.sessions.revoke(viewer, params.sessionId);
  }

  @HandleOperation(auth.revokeOtherSessions)
  async revokeOthers({ viewer }: OperationCall<typeof auth.revokeOtherSessions>) {
    await this.sessions.revokeOthers(viewer);
  }
}
