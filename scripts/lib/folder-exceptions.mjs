const identity = 'apps/server/src/modules/identity';
const messaging = 'apps/server/src/modules/messaging';
const realtime = 'apps/server/src/platform/realtime';
const web = 'apps/web/src';

/** Arrows between sibling folders that close a cycle and are still to be removed; nothing is added here. */
export const folderExceptions = [
  {
    from: `${web}/features`,
    to: `${web}/app`,
    why: 'the shell holds the client, the session and the form helpers',
  },
  { from: `${web}/components`, to: `${web}/app`, why: 'presence and storage live in the shell' },
  { from: `${web}/catalogue`, to: `${web}/app`, why: 'storage lives in the shell' },
  {
    from: `${identity}/email`,
    to: `${identity}/passwords`,
    why: 'a change of address asks for the password',
  },
  { from: `${identity}/email`, to: `${identity}/accounts`, why: 'a taken address is reported by accounts' },
  { from: `${identity}/sessions`, to: `${identity}/email`, why: 'an ended session is announced by e-mail' },
  { from: `${messaging}/channels`, to: `${messaging}/overwrites`, why: 'access needs the overwrites' },
  { from: `${realtime}/hub`, to: `${realtime}/replay`, why: 'cursors live with the replay' },
  { from: `${realtime}/hub`, to: `${realtime}/transports`, why: 'text frames live with the transports' },
  {
    from: 'apps/server/test/realtime/support',
    to: 'apps/server/test/realtime/suites',
    why: 'the list of suites lives in support',
  },
  { from: 'bench/src/seed', to: 'bench/src/env', why: 'progress is printed by the bench environment' },
];
