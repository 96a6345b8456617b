import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { operations } from '@plaza/contract';
import { CommunitiesModule, communitiesControllers } from './modules/communities/index.js';
import { EntriesModule, entriesControllers } from './modules/entries/index.js';
import { FeedsModule, feedsControllers } from './modules/feeds/index.js';
import { GraphModule, graphControllers } from './modules/graph/index.js';
import { IdentityModule, identityControllers } from './modules/identity/index.js';
import { MessagingModule, messagingControllers } from './modules/messaging/index.js';
import { NotificationsModule, notificationsControllers } from './modules/notifications/index.js';
import { PresenceModule } from './modules/presence/index.js';
import { HttpServer } from './platform/http/http-server.js';
import { OperationBinding } from './platform/http/operation-binding.js';
import { OperationList } from './platform/http/operation-list.js';
import { type PlatformContext, PlatformModule } from './platform/platform.module.js';
import { gatewayProviders } from './platform/realtime/gateway.js';
import { NightlyCheck } from './process-roles/nightly-check.js';

/** The whole product, module by module in the order in which they may know each other. */
const modules: Type[] = [
  IdentityModule,
  GraphModule,
  NotificationsModule,
  CommunitiesModule,
  EntriesModule,
  FeedsModule,
  MessagingModule,
  PresenceModule,
];

/** Who answers the operations of the contract; one that none of them handles does not compile. */
const controllers = [
  ...identityControllers,
  ...graphControllers,
  ...communitiesControllers,
  ...entriesControllers,
  ...feedsControllers,
  ...messagingControllers,
  ...notificationsControllers,
] as const;

@Module({})
export class AppModule {
  static on(context: PlatformContext): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(context), ...modules],
      providers: [
        { provide: OperationList, useValue: OperationList.of(operations, controllers) },
        OperationBinding,
        HttpServer,
        ...gatewayProviders,
        NightlyCheck,
      ],
    };
  }
}
