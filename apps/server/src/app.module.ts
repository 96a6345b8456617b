import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HttpServer } from './platform/http/http-server.js';
import { OperationBinding } from './platform/http/operation-binding.js';
import { type Ground, PlatformModule } from './platform/platform.module.js';
import { gatewayProviders } from './platform/realtime/gateway-providers.js';
import { NightlyCheck } from './roles/nightly-check.js';

/** The whole product, module by module in the order in which they may know each other. */
const modules: Type[] = [];

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.on(ground), ...modules],
      providers: [OperationBinding, HttpServer, ...gatewayProviders, NightlyCheck],
    };
  }
}
