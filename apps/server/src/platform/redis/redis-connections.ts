import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Logger } from '../logging/logger.js';
import { Settings } from '../settings/settings.js';

const CONNECT_MS = 2_000;
/** A command that takes longer counts as failed: whoever asked goes on without Redis. */
const COMMAND_MS = 250;
/** A connection that owes an answer this long is given up, with all that waits on it. */
const SILENCE_MS = 1_000;
const RECONNECT_MS = { shortest: 50, longest: 2_000 };

/**
 * The connections of this process to Redis, where one is set. Nothing waits for a Redis that is away: a command fails at
 * once or within a quarter of a second, none is queued or sent twice, and the connection comes back by itself.
 */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private commandConnection: Redis | undefined;
  private subscriberConnection: Redis | undefined;
  private isStopped = false;

  constructor(
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /** For commands. Errors: a plain error when no Redis is set. */
  get commands(): Redis {
    this.commandConnection ??= this.open('commands');
    return this.commandConnection;
  }

  /** For subscriptions alone; who subscribes does so again on every `ready`. */
  get subscriptions(): Redis {
    this.subscriberConnection ??= this.open('subscriptions');
    return this.subscriberConnection;
  }

  onApplicationShutdown(): void {
    this.isStopped = true;
    this.commandConnection?.disconnect();
    this.subscriberConnection?.disconnect();
  }

  private open(purpose: 'commands' | 'subscriptions'): Redis {
    if (!this.settings.redisUrl) throw new Error('REDIS_URL is not set');
    const connection = new Redis(this.settings.redisUrl, {
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      socketTimeout: SILENCE_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      retryStrategy: (attempt) => Math.min(RECONNECT_MS.shortest * 2 ** attempt, RECONNECT_MS.longest),
    });
    this.logChanges(connection, purpose);
    return connection;
  }

  /** Says once that Redis went away and once that it is back, not at every attempt in between. */
  private logChanges(connection: Redis, purpose: string): void {
    let isAway = false;
    let reason: Error | undefined;
    connection.on('error', (error) => {
      reason = error;
    });
    connection.on('close', () => {
      if (isAway || this.isStopped) return;
      isAway = true;
      this.logger.warn(
        { err: reason, purpose },
        'Redis is away: rate limits count in each process alone, typing and presence pause between nodes',
      );
    });
    connection.on('ready', () => {
      if (isAway) this.logger.info({ purpose }, 'Redis is back');
      isAway = false;
    });
  }
}
