import { Injectable } from '@nestjs/common';
import { auth, users } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { handOver, originOf } from '../sessions/hand-over.js';
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

  @Serve(auth.register)
  async register({ body, exchange }: Call<typeof auth.register>) {
    if (body.refreshTokenIn === 'cookie') exchange.assertOwnOrigin();
    const { user, tokens } = await this.registration.register(body, originOf(exchange));
    return { user, ...handOver(exchange, body.refreshTokenIn, tokens) };
  }

  @Serve(auth.login)
  async login({ body, exchange }: Call<typeof auth.login>) {
    if (body.refreshTokenIn === 'cookie') exchange.assertOwnOrigin();
    const { user, tokens } = await this.signIn.signIn(body.login, body.password, originOf(exchange));
    return { user, ...handOver(exchange, body.refreshTokenIn, tokens) };
  }

  @Serve(users.me)
  async me({ viewer }: Call<typeof users.me>) {
    return this.accounts.own(viewer.userId);
  }

  @Serve(users.updateMe)
  async updateMe({ viewer, body }: Call<typeof users.updateMe>) {
    return this.accounts.update(viewer.userId, body);
  }
}
