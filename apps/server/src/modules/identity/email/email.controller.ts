import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { EmailAddresses } from './email-addresses.js';

@Injectable()
export class EmailController {
  constructor(private readonly addresses: EmailAddresses) {}

  @Serve(auth.verifyEmail)
  async verify({ body }: Call<typeof auth.verifyEmail>) {
    await this.addresses.verify(body.token);
  }

  @Serve(auth.resendVerification)
  async resend({ viewer }: Call<typeof auth.resendVerification>) {
    await this.addresses.resendProof(viewer.userId);
  }

  @Serve(auth.changeEmail)
  async change({ viewer, body }: Call<typeof auth.changeEmail>) {
    await this.addresses.change(viewer.userId, body.email, body.currentPassword);
  }

  @Serve(auth.undoEmailChange)
  async undoChange({ body }: Call<typeof auth.undoEmailChange>) {
    await this.addresses.undoChange(body.token);
  }
}
