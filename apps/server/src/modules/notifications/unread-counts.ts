import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { UnreadSummary, type UserId } from '@plaza/contract';

type UnreadPart = keyof UnreadSummary;

const names = Object.keys(UnreadSummary.shape) as UnreadPart[];

/** How much waits to be read, counted part by part by the modules that know. */
@Injectable()
export class UnreadCounts implements OnApplicationBootstrap {
  readonly none = Object.fromEntries(names.map((part) => [part, 0])) as UnreadSummary;
  private readonly parts = new Map<UnreadPart, (userId: UserId) => Promise<number>>();

  register(part: UnreadPart, count: (userId: UserId) => Promise<number>): void {
    this.parts.set(part, count);
  }

  /** Errors: a plain error when a part of the contract is counted by no module. */
  onApplicationBootstrap(): void {
    for (const part of names) {
      if (!this.parts.has(part)) throw new Error(`No module counts the unread ${part}`);
    }
  }

  async of(userId: UserId): Promise<UnreadSummary> {
    const counted = [...this.parts].map(async ([part, count]) => [part, await count(userId)]);
    return Object.fromEntries(await Promise.all(counted)) as UnreadSummary;
  }
}
