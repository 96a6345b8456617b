/** `npm run dev`: compiles on every change, restarts the server, and serves the web client with hot reload. */
import { spawn } from 'node:child_process';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { place, root } from './lib/place.mjs';
import { giveUp, projectEnvironment, run } from './lib/run.mjs';

/** Where the browser is in development: the server has to know it, because it checks where requests come from. */
const clientUrl = 'http://localhost:5173';

await ensureInstalled();
console.log('Building the server once …');
const { code } = await run('tsc', ['-b', 'apps/server'], { env: projectEnvironment() });
if (code !== 0) giveUp('Correct the errors above first; they would be in the way at every step.');

const parts = [
  start('tsc', ['-b', 'apps/server', '-w', '--preserveWatchOutput']),
  start(nodeProgram(), ['--watch', '--watch-preserve-output', place('apps/server/dist/main.js')]),
  start('npm', ['run', '--silent', 'dev', '--workspace', '@plaza/web']),
];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
for (const part of parts) part.once('exit', stop);

function start(program, args) {
  return spawn(program, args, {
    cwd: root,
    env: projectEnvironment({ NODE_ENV: 'development', PUBLIC_URL: process.env.PUBLIC_URL ?? clientUrl }),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** All parts or none: half of them would look as if it worked. */
function stop() {
  for (const part of parts) part.kill('SIGTERM');
}
