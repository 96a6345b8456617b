import { Injectable } from '@nestjs/common';
import { entries } from '@plaza/contract';
import { HandleOperation, type OperationCall } from '../../../platform/http/handle-operation.js';
import { VotesService } from './votes.service.js';

@Injectable()
export class VotesController {
  constructor(private readonly service: VotesService) {}

  @HandleOperation(entries.vote)
  async vote({ viewer, params, body }: OperationCall<typeof entries.vote>) {
    return this.service.vote(viewer, params.entryId, body.value);
  }
}
