const realtime = 'apps/server/src/platform/realtime';

/** Arrows between sibling folders that close a cycle and are still to be removed; nothing is added here. */
export const folderExceptions = [
  { from: `${realtime}/hub`, to: `${realtime}/replay`, why: 'cursors live with the replay' },
  { from: `${realtime}/hub`, to: `${realtime}/transports`, why: 'text frames live with the transports' },
  {
    from: 'apps/server/test/realtime/support',
    to: 'apps/server/test/realtime/suites',
    why: 'the list of suites lives in support',
  },
];
