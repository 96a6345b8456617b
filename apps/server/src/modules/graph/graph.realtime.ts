import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UserId } from '@plaza/contract';
import type { Effect } from '../../platform/realtime/effects.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import './graph.events.js';

/** Refreshes the subscriptions of both people after a block or unblock; that it happened is announced to nobody. */
@Injectable()
export class GraphRealtime implements OnModuleInit {
  constructor(private readonly realtime: Realtime) {}

  onModuleInit(): void {
    for (const name of ['follow.created', 'follow.deleted'] as const) {
      this.realtime.frames(name, async (events) =>
        events.map(({ subject }) => [refreshSubscriptions(subject.followerId, subject.followeeId)]),
      );
    }
    for (const name of ['block.created', 'block.deleted'] as const) {
      this.realtime.frames(name, async (events) =>
        events.map(({ subject }) => [refreshSubscriptions(subject.blockerId, subject.blockedId)]),
      );
    }
  }
}

function refreshSubscriptions(...users: UserId[]): Effect {
  return { kind: 'refreshSubscriptions', users };
}
