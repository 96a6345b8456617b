/** `npm start`: installs and builds what is missing or stale, then runs the server in this process. */

import { ensureBuilt } from './lib/build.mjs';
import { exec } from './lib/exec.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { pathTo } from './lib/paths.mjs';

await ensureInstalled();
await ensureBuilt('server', 'web');
const environment = {
  NODE_ENV: 'production',
  NODE_COMPILE_CACHE: pathTo('node_modules/.cache/plaza'),
  ...process.env,
};
await exec(nodeProgram(), [pathTo('apps/server/dist/main.js')], environment);
