/** `npm start`: installs and builds what is missing or stale, then becomes the server. */

import { become } from './lib/become.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { place } from './lib/place.mjs';

await ensureInstalled();
await ensureBuilt('server', 'web');
const environment = {
  NODE_ENV: 'production',
  NODE_COMPILE_CACHE: place('node_modules/.cache/plaza'),
  ...process.env,
};
await become(nodeProgram(), [place('apps/server/dist/main.js')], environment);
