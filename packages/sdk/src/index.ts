export { type CallOptions, type ClientOptions, createClient, type Plaza } from './client.js';
export { OfflineError, PlazaError } from './errors.js';
export type { RealtimeStatus } from './realtime/connection.js';
export {
  type CommandOptions,
  connectRealtime,
  type Gap,
  type Realtime,
  type RealtimeOptions,
} from './realtime/realtime.js';
export { Session, type SessionOptions, type Tokens } from './session/session.js';
export type { EndReason } from './session/tabs.js';
