import { Injectable } from '@nestjs/common';
import { auth } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { PasswordsService } from './passwords.service.js';

@Injectable()
export class PasswordsController {
  constructor(private readonly passwords: PasswordsService) {}

  @HandleOperation(auth.changePassword)
  async change({ viewer, body }: OperationCall<typeof auth.changePassword>) {
    await this.passwords.change(viewer, body.currentPassword, body.newPassword);
  }

  @HandleOperation(auth.forgotPassword)
  async forgot({ body }: OperationCall<typeof auth.forgotPassword>) {
    await this.passwords.forgot(body.email);
  }

  @HandleOperation(auth.resetPassword)
  async reset({ body }: OperationCall<typeof auth.resetPassword>) {
    await this.passwords.reset(body.token, body.password);
  }
}
