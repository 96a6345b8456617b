import { Injectable } from '@nestjs/common';
import { users } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { ProfilesQueries } from './profiles.queries.js';

@Injectable()
export class ProfilesController {
  constructor(private readonly profiles: ProfilesQueries) {}

  @Serve(users.get)
  async get({ viewer, params }: Call<typeof users.get>) {
    return this.profiles.profile(params.idOrUsername, viewer.userId);
  }
}
