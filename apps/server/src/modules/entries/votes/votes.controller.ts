import { Injectable } from '@nestjs/common';
import { entries } from '@plaza/contract';
import { type Call, Serve } from '../../../platform/http/serve.js';
import { VotesService } from './votes.service.js';

@Injectable()
export class VotesController {
  constructor(private readonly service: VotesService) {}

  @Serve(entries.vote)
  async vote({ viewer, params, body }: Call<typeof entries.vote>) {
    return this.service.vote(viewer, params.entryId, body.value);
  }
}
