const identity = 'apps/server/src/modules/identity';
const realtime = 'apps/server/src/platform/realtime';

/** Arrows between sibling folders that close a cycle and are still to be removed; nothing is added here. */
export const folderExceptions = [
  {
    from: `${identity}/email`,
    to: `${identity}/passwords`,
    why: 'a change of address asks for the password',
  },
  { from: `${identity}/email`, to: `${identity}/accounts`, why: 'a taken address is reported by accounts' },
  { from: `${identity}/sessions`, to: `${identity}/email`, why: 'an ended session is announced by e-mail' },
  { from: `${realtime}/hub`, to: `${realtime}/replay`, why: 'cursors live with the replay' },
  { from: `${realtime}/hub`, to: `${realtime}/transports`, why: 'text frames live with the transports' },
  {
    from: 'apps/server/test/realtime/support',
    to: 'apps/server/test/realtime/suites',
    why: 'the list of suites lives in support',
  },
  { from: 'bench/src/seed', to: 'bench/src/env', why: 'progress is printed by the bench environment' },
];
