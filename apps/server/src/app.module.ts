import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AudienceModule } from './modules/audience/index.js';
import { CommunitiesModule } from './modules/communities/index.js';
import { EntriesModule } from './modules/entries/index.js';
import { FeedsModule } from './modules/feeds/index.js';
import { GraphModule } from './modules/graph/index.js';
import { IdentityModule } from './modules/identity/index.js';
import { MessagingModule } from './modules/messaging/index.js';
import { NotificationsModule } from './modules/notifications/index.js';
import { PresenceModule } from './modules/presence/index.js';
import { HttpServer } from './platform/http/http-server.js';
import { OperationBinding } from './platform/http/operation-binding.js';
import { type PlatformContext, PlatformModule } from './platform/platform.module.js';
import { gatewayProviders } from './platform/realtime/gateway-providers.js';
import { NightlyCheck } from './process-roles/nightly-check.js';

/** The whole product, module by module in the order in which they may know each other. */
const modules: Type[] = [
  IdentityModule,
  GraphModule,
  NotificationsModule,
  CommunitiesModule,
  AudienceModule,
  EntriesModule,
  FeedsModule,
  MessagingModule,
  PresenceModule,
];

@Module({})
export class AppModule {
  static on(context: PlatformContext): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(context), ...modules],
      providers: [OperationBinding, HttpServer, ...gatewayProviders, NightlyCheck],
    };
  }
}
