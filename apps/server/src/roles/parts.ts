import type { Role } from '../platform/settings/settings.js';

/** What a process takes part in. */
export interface Parts {
  /** Serves the operations of the contract, their documents and the web client. */
  api: boolean;
  /** Holds the sockets of clients. */
  gateway: boolean;
}

/** Listeners and jobs run in `all` and `worker`; they ask the settings themselves. */
const PARTS: Record<Role, Parts> = {
  all: { api: true, gateway: true },
  api: { api: true, gateway: false },
  gateway: { api: false, gateway: true },
  worker: { api: false, gateway: false },
};

export function partsOf(role: Role): Parts {
  return PARTS[role];
}
