import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Realtime } from '../../platform/realtime/realtime.js';
import { homeTopic, publicTopic } from '../entries/index.js';

const feedTopics = new Set([homeTopic, publicTopic]);

/** Everybody may subscribe to the feeds; who gets which entry is decided with each. */
@Injectable()
export class FeedsRealtime implements OnModuleInit {
  constructor(private readonly realtime: Realtime) {}

  onModuleInit(): void {
    this.realtime.topics({
      owns: (topic) => feedTopics.has(topic),
      admit: async (requests) => requests.map(({ topics }) => topics),
    });
  }
}
