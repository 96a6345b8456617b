/** `npm run plaza -- <command>`: the admin command, with the same settings as the server. */
import { become } from './lib/become.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { place } from './lib/place.mjs';

await ensureInstalled();
await ensureBuilt('server');
const command = [place('apps/server/dist/cli/plaza.js'), ...process.argv.slice(2)];
await become(nodeProgram(), command, { NODE_ENV: 'production', ...process.env });
