/** `npm run plaza -- <command>`: the admin command, with the same settings as the server. */

import { ensureBuilt } from './lib/build.mjs';
import { exec } from './lib/exec.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { pathTo } from './lib/paths.mjs';

await ensureInstalled();
await ensureBuilt('server');
const command = [pathTo('apps/server/dist/cli/plaza.js'), ...process.argv.slice(2)];
await exec(nodeProgram(), command, { NODE_ENV: 'production', ...process.env });
