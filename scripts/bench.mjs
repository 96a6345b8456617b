/** `npm run bench [-- <what>]`: measures the built server against bare baselines in the same run. */
import { become } from './lib/become.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { place } from './lib/place.mjs';

await ensureInstalled();
await ensureBuilt('server', 'web', 'bench');
const command = [place('bench/dist/index.js'), ...process.argv.slice(2)];
await become(nodeProgram(), command, { NODE_ENV: 'production', ...process.env });
