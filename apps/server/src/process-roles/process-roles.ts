import type { Role } from '../platform/settings/settings.js';

/** What a process takes part in. */
export interface ProcessRole {
  /** Serves the operations of the contract, their documents and the web client. */
  api: boolean;
  /** Serves the sockets of clients. */
  gateway: boolean;
}

/** Listeners and jobs run in `all` and `worker`; they ask the settings themselves. */
const PROCESS_ROLES: Record<Role, ProcessRole> = {
  all: { api: true, gateway: true },
  api: { api: true, gateway: false },
  gateway: { api: false, gateway: true },
  worker: { api: false, gateway: false },
};

export function processRoleOf(role: Role): ProcessRole {
  return PROCESS_ROLES[role];
}
