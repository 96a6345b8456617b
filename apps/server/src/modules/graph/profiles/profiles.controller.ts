import { Injectable } from '@nestjs/common';
import { users } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { ProfilesQueries } from './profiles.queries.js';

@Injectable()
export class ProfilesController {
  constructor(private readonly profiles: ProfilesQueries) {}

  @HandleOperation(users.get)
  async get({ viewer, params }: OperationCall<typeof users.get>) {
    return this.profiles.profile(params.idOrUsername, viewer.userId);
  }
}
