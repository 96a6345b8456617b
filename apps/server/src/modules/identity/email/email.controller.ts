import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { EmailAddresses } from './email-addresses.js';

@Injectable()
export class EmailController {
  constructor(private readonly addresses: EmailAddresses) {}

  @HandleOperation(auth.verifyEmail)
  async verify({ body }: OperationCall<typeof auth.verifyEmail>) {
    await this.addresses.verify(body.token);
  }

  @HandleOperation(auth.resendVerification)
  async resend({ viewer }: OperationCall<typeof auth.resendVerification>) {
    await this.addresses.resendProof(viewer.userId);
  }

  @HandleOperation(auth.changeEmail)
  async change({ viewer, body }: OperationCall<typeof auth.changeEmail>) {
    await this.addresses.change(viewer.userId, body.email, body.currentPassword);
  }

  @HandleOperation(auth.undoEmailChange)
  async undoChange({ body }: OperationCall<typeof auth.undoEmailChange>) {
    await this.addresses.undoChange(body.token);
  }
}
