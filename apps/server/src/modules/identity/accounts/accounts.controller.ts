import { Injectable } from '@nestjs/common';
import { auth, users } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { issueTokens, originOf } from '../sessions/issue-tokens.js';
import { AccountsService } from './accounts.service.js';
import { RegistrationService } from './registration.service.js';
import { SignInService } from './sign-in.service.js';

@Injectable()
export class AccountsController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
    private readonly accounts: AccountsService,
  ) {}

  @HandleOperation(auth.register)
  async register({ body, exchange }: OperationCall<typeof auth.register>) {
    if (body.refreshTokenIn === 'cookie') exchange.assertOwnOrigin();
    const { user, tokens } = await this.registration.register(body, originOf(exchange));
    return { user, ...issueTokens(exchange, body.refreshTokenIn, tokens) };
  }

  @HandleOperation(auth.login)
  async login({ body, exchange }: OperationCall<typeof auth.login>) {
    if (body.refreshTokenIn === 'cookie') exchange.assertOwnOrigin();
    const { user, tokens } = await this.signIn.signIn(body.login, body.password, originOf(exchange));
    return { user, ...issueTokens(exchange, body.refreshTokenIn, tokens) };
  }

  @HandleOperation(users.me)
  async me({ viewer }: OperationCall<typeof users.me>) {
    return this.accounts.own(viewer.userId);
  }

  @HandleOperation(users.updateMe)
  async updateMe({ viewer, body }: OperationCall<typeof users.updateMe>) {
    return this.accounts.update(viewer.userId, body);
  }
}
