import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { type SharedFields, SharedState } from './shared-state.js';

const SWEEP_MS = 30_000;

interface Fact {
  value: string;
  expiresAt: number;
}

/** The shared state of an installation that is one process. */
@Injectable()
export class InProcessSharedState extends SharedState implements OnApplicationShutdown {
  private readonly facts = new Map<string, Map<string, Fact>>();
  private readonly sweeping = setInterval(() => this.sweep(), SWEEP_MS).unref();

  constructor(private readonly clock: Clock) {
    super();
  }

  async set(key: string, field: string, value: string, ttlMs: number): Promise<void> {
    const fields = this.facts.get(key) ?? new Map<string, Fact>();
    this.facts.set(key, fields);
    fields.set(field, { value, expiresAt: this.clock.milliseconds() + ttlMs });
  }

  async remove(key: string, field: string): Promise<void> {
    const fields = this.facts.get(key);
    fields?.delete(field);
    if (fields?.size === 0) this.facts.delete(key);
  }

  async getAll(keys: readonly string[]): Promise<ReadonlyMap<string, SharedFields>> {
    const found = new Map<string, SharedFields>();
    for (const key of keys) {
      const fields = this.living(key);
      if (fields.size > 0) found.set(key, fields);
    }
    return found;
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeping);
  }

  private living(key: string): SharedFields {
    const now = this.clock.milliseconds();
    const fields = [...(this.facts.get(key) ?? [])];
    return new Map(
      fields.filter(([, { expiresAt }]) => expiresAt > now).map(([field, { value }]) => [field, value]),
    );
  }

  private sweep(): void {
    const now = this.clock.milliseconds();
    for (const [key, fields] of this.facts) {
      for (const [field, { expiresAt }] of fields) if (expiresAt <= now) fields.delete(field);
      if (fields.size === 0) this.facts.delete(key);
    }
  }
}
