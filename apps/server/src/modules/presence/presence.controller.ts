import { Injectable } from '@nestjs/common';
import { type CommandCall, HandleCommand } from '../../platform/realtime/commands/handle-command.js';
import { PresenceService } from './presence.service.js';

@Injectable()
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @HandleCommand('presence.set')
  async set({ viewer, data }: CommandCall<'presence.set'>) {
    await this.presence.choose(viewer.userId, data.status);
    return {};
  }
}
