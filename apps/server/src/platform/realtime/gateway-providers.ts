import { CommandHandlers } from './commands/command-handlers.js';
import { CommandLine } from './commands/command-line.js';
import { Subscriptions } from './commands/subscriptions.js';
import { Gateway } from './gateway.js';
import { GatewayPolicy } from './gateway-policy.js';
import { BackPressure } from './hub/back-pressure.js';
import { BatchPreparation } from './hub/batch-preparation.js';
import { EventDispatcher } from './hub/event-dispatcher.js';
import { EventEffects } from './hub/event-effects.js';
import { GatewayCounters } from './hub/gateway-counters.js';
import { Grants } from './hub/grants.js';
import { Hub } from './hub/hub.js';
import { SessionCheck } from './hub/session-check.js';
import { SignalReceiver } from './hub/signal-receiver.js';
import { Opening } from './opening.js';
import { LogCursors } from './replay/log-cursors.js';
import { Replay } from './replay/replay.js';
import { PlainGateway } from './transports/plain-gateway.js';
import { SocketIoGateway } from './transports/socket-io-gateway.js';

/** What the gateway is made of. It needs an `Authenticator`, so it stands beside the modules and not below them. */
export const gatewayProviders = [
  GatewayPolicy,
  GatewayCounters,
  Hub,
  Grants,
  EventEffects,
  BatchPreparation,
  EventDispatcher,
  SignalReceiver,
  SessionCheck,
  BackPressure,
  LogCursors,
  Replay,
  Opening,
  Subscriptions,
  CommandHandlers,
  CommandLine,
  PlainGateway,
  SocketIoGateway,
  Gateway,
];
