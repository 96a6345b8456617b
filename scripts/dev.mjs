/** `npm run dev`: compiles on every change, restarts the server, and serves the web client with hot reload. */
import { spawn } from 'node:child_process';
import { ensureInstalled, nodeProgram } from './lib/install.mjs';
import { pathTo, root } from './lib/paths.mjs';
import { giveUp, projectEnvironment, run } from './lib/run.mjs';

/** The origin of the client in development: the server checks the origin of requests. */
const clientUrl = 'http://localhost:5173';

await ensureInstalled();
console.log('Building the server once …');
const { code } = await run('tsc', ['-b', 'apps/server'], { env: projectEnvironment() });
if (code !== 0) giveUp('Fix the errors above first, then run the command again.');

const children = [
  start('tsc', ['-b', 'apps/server', '-w', '--preserveWatchOutput']),
  start(nodeProgram(), ['--watch', '--watch-preserve-output', pathTo('apps/server/dist/main.js')]),
  start('npm', ['run', '--silent', 'dev', '--workspace', '@plaza/web']),
];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
for (const child of children) child.once('exit', stop);

function start(program, args) {
  return spawn(program, args, {
    cwd: root,
    env: projectEnvironment({ NODE_ENV: 'development', PUBLIC_URL: process.env.PUBLIC_URL ?? clientUrl }),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** When one of them ends, all do: a half-running set would look as if it worked. */
function stop() {
  for (const child of children) child.kill('SIGTERM');
}
