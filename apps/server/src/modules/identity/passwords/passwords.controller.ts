import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { PasswordsService } from './passwords.service.js';

@Injectable()
export class PasswordsController {
  constructor(private readonly passwords: PasswordsService) {}

  @Serve(auth.changePassword)
  async change({ viewer, body }: Call<typeof auth.changePassword>) {
    await this.passwords.change(viewer, body.currentPassword, body.newPassword);
  }

  @Serve(auth.forgotPassword)
  async forgot({ body }: Call<typeof auth.forgotPassword>) {
    await this.passwords.forgot(body.email);
  }

  @Serve(auth.resetPassword)
  async reset({ body }: Call<typeof auth.resetPassword>) {
    await this.passwords.reset(body.token, body.password);
  }
}
