import { Injectable } from '@nestjs/common';
import { entries } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../platform/http/handle-operation.js';
import { EntriesService } from './entries.service.js';

@Injectable()
export class EntriesController {
  constructor(private readonly service: EntriesService) {}

  @HandleOperation(entries.get)
  async get({ viewer, params }: OperationCall<typeof entries.get>) {
    return this.service.get(viewer, params.entryId);
  }

  @HandleOperation(entries.revisions)
  async revisions({ viewer, params, query }: OperationCall<typeof entries.revisions>) {
    return this.service.revisions(viewer, params.entryId, query);
  }

  @HandleOperation(entries.audience)
  async audience({ viewer, params, query }: OperationCall<typeof entries.audience>) {
    return this.service.explain(viewer, params.entryId, query.userId);
  }
}
