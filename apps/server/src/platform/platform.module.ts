import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Clock } from './clock/clock.js';
import { Database } from './database/database.js';
import { EventLog } from './events/event-log.js';
import { EventWaker } from './events/event-waker.js';
import { Listeners } from './events/listeners.js';
import { DiskSpace } from './health/disk-space.js';
import { EventLag } from './health/event-lag.js';
import { Health } from './health/health.js';
import { HttpTimes } from './http/http-times.js';
import { Idempotency } from './http/idempotency.js';
import { PlainRoutes } from './http/plain-routes.js';
import { Ids } from './ids/ids.js';
import { JobMetrics } from './jobs/job-metrics.js';
import { Jobs } from './jobs/jobs.js';
import { RateLimits } from './limits/rate-limits.js';
import { Lists } from './lists/lists.js';
import { Logger } from './logging/logger.js';
import { Mailer } from './mail/mailer.js';
import { Maintenance } from './maintenance/maintenance.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsServer } from './metrics/metrics-server.js';
import { PlatformMetrics } from './metrics/platform-metrics.js';
import { NotificationKinds } from './notifications/notification-kinds.js';
import { GuardedClient } from './outbound/guarded-client.js';
import { Lifetime } from './process/lifetime.js';
import { Realtime } from './realtime/realtime.js';
import { RealtimeSignals } from './realtime/realtime-signals.js';
import { RedisConnections } from './redis/redis-connections.js';
import { Settings } from './settings/settings.js';
import { InProcessSharedState } from './signals/in-process-shared-state.js';
import { InProcessSignals } from './signals/in-process-signals.js';
import { RedisSharedState } from './signals/redis-shared-state.js';
import { RedisSignals } from './signals/redis-signals.js';
import { SharedState } from './signals/shared-state.js';
import { Signals } from './signals/signals.js';

/** What exists before the application does. */
export interface PlatformContext {
  settings: Settings;
  logger: Logger;
  database: Database;
  clock: Clock;
}

const services = [
  Lifetime,
  Metrics,
  MetricsServer,
  PlatformMetrics,
  DiskSpace,
  EventLag,
  Health,
  Ids,
  Lists,
  EventWaker,
  EventLog,
  Listeners,
  HttpTimes,
  Idempotency,
  PlainRoutes,
  RedisConnections,
  RateLimits,
  Jobs,
  JobMetrics,
  Maintenance,
  Mailer,
  Realtime,
  RealtimeSignals,
  NotificationKinds,
];

/** Everything a module may ask for that knows nothing of the product. */
@Global()
@Module({})
export class PlatformModule {
  static on(context: PlatformContext): DynamicModule {
    const given = [
      { provide: Settings, useValue: context.settings },
      { provide: Logger, useValue: context.logger },
      { provide: Database, useValue: context.database },
      { provide: Clock, useValue: context.clock },
      { provide: GuardedClient, useFactory: () => new GuardedClient() },
    ];
    const { redisUrl } = context.settings;
    const betweenNodes = [
      { provide: Signals, useClass: redisUrl ? RedisSignals : InProcessSignals },
      { provide: SharedState, useClass: redisUrl ? RedisSharedState : InProcessSharedState },
    ];
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      providers: [...given, ...betweenNodes, ...services],
      exports: [
        Settings,
        Logger,
        Database,
        Clock,
        GuardedClient,
        DiscoveryModule,
        Signals,
        SharedState,
        ...services,
      ],
    };
  }
}
