import { Injectable } from '@nestjs/common';
import { entries } from '@plaza/contract';
import { type Call, Serve } from '../../platform/http/serve.js';
import { EntriesService } from './entries.service.js';

@Injectable()
export class EntriesController {
  constructor(private readonly service: EntriesService) {}

  @Serve(entries.get)
  async get({ viewer, params }: Call<typeof entries.get>) {
    return this.service.get(viewer, params.entryId);
  }

  @Serve(entries.revisions)
  async revisions({ viewer, params, query }: Call<typeof entries.revisions>) {
    return this.service.revisions(viewer, params.entryId, query);
  }

  @Serve(entries.audience)
  async audience({ viewer, params, query }: Call<typeof entries.audience>) {
    return this.service.explain(viewer, params.entryId, query.userId);
  }
}
