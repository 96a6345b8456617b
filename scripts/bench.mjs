/** `npm run bench [-- <what>]`: measures the built server against bare baselines in the same run. */

import { ensureBuilt } from './lib/build.mjs';
import { exec } from './lib/exec.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { pathTo } from './lib/paths.mjs';

await ensureInstalled();
await ensureBuilt('server', 'web', 'bench');
const command = [pathTo('bench/dist/index.js'), ...process.argv.slice(2)];
await exec(nodeProgram(), command, { NODE_ENV: 'production', ...process.env });
