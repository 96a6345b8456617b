import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { InProcessSharedState } from './in-process-shared-state.js';
import { type SharedFields, SharedState } from './shared-state.js';

const PREFIX = 'plaza:state:';
/** A script blocks all other clients while it runs. */
const KEYS_AT_ONCE = 200;

/** Time is that of Redis: the clocks of nodes differ. A field is stored as `<end in milliseconds>:<value>`. */
const SET = `
local time = redis.call('time')
local ttl = tonumber(ARGV[3])
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ttl
redis.call('hset', KEYS[1], ARGV[1], string.format('%.0f', ends) .. ':' .. ARGV[2])
if redis.call('pttl', KEYS[1]) < ttl then redis.call('pexpire', KEYS[1], ttl) end
`;

/** For each key a flat list of field, value …; expired ones are removed. */
const GET_ALL = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local all = {}
for index, key in ipairs(KEYS) do
  local living = {}
  local fields = redis.call('hgetall', key)
  for at = 1, #fields, 2 do
    local ends, value = string.match(fields[at + 1], '^(%d+):(.*)$')
    if tonumber(ends) > now then
      table.insert(living, fields[at])
      table.insert(living, value)
    else
      redis.call('hdel', key, fields[at])
    end
  end
  all[index] = living
end
return all
`;

/** The shared state of an installation of several nodes. While Redis is away each node knows only what it set itself. */
@Injectable()
export class RedisSharedState extends SharedState implements OnApplicationShutdown {
  private readonly own: InProcessSharedState;

  constructor(
    private readonly redis: RedisConnections,
    clock: Clock,
  ) {
    super();
    this.own = new InProcessSharedState(clock);
  }

  async set(key: string, field: string, value: string, ttlMs: number): Promise<void> {
    await this.own.set(key, field, value, ttlMs);
    await this.whileReachable((commands) => commands.eval(SET, 1, PREFIX + key, field, value, ttlMs));
  }

  async remove(key: string, field: string): Promise<void> {
    await this.own.remove(key, field);
    await this.whileReachable((commands) => commands.hdel(PREFIX + key, field));
  }

  async getAll(keys: readonly string[]): Promise<ReadonlyMap<string, SharedFields>> {
    const found = new Map<string, SharedFields>();
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const some = keys.slice(from, from + KEYS_AT_ONCE);
      const answer = await this.whileReachable((commands) =>
        commands.eval(GET_ALL, some.length, ...some.map((key) => PREFIX + key)),
      );
      if (!isAnswer(answer)) return this.own.getAll(keys);
      for (const [index, key] of some.entries()) {
        const fields = pairs(answer[index] ?? []);
        if (fields.size > 0) found.set(key, fields);
      }
    }
    return found;
  }

  onApplicationShutdown(): void {
    this.own.onApplicationShutdown();
  }

  /** Gives nothing when Redis cannot be asked: the connection says once that it is lost, and what is set is set again soon. */
  private async whileReachable(
    ask: (commands: RedisConnections['commands']) => Promise<unknown>,
  ): Promise<unknown> {
    try {
      return await ask(this.redis.commands);
    } catch {
      return undefined;
    }
  }
}

function isAnswer(answer: unknown): answer is string[][] {
  return Array.isArray(answer);
}

function pairs(flat: readonly string[]): SharedFields {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
