import { Injectable } from '@nestjs/common';
import { Answers, type CommandCall } from '../../platform/realtime/answers.js';
import { PresenceService } from './presence.service.js';

@Injectable()
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @Answers('presence.set')
  async set({ viewer, data }: CommandCall<'presence.set'>) {
    await this.presence.choose(viewer.userId, data.status);
    return {};
  }
}
