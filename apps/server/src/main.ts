import { createLogger, type Logger } from './platform/logging/logger.js';
import { terminalDestination } from './platform/logging/terminal.js';
import { StartError } from './platform/process/start-error.js';
import { loadSettings, type Settings } from './platform/settings/settings.js';
import { type RunningServer, startServer } from './server.js';

const STOP_MS = 9_500;

const isWatched = process.stdout.isTTY === true;

function say(text: string): void {
  if (isWatched) process.stdout.write(`${text}\n`);
}

async function run(): Promise<void> {
  const settings = loadSettings(process.env, process.cwd());
  const log = isWatched
    ? createLogger(
        settings,
        terminalDestination((text) => process.stdout.write(text)),
      )
    : createLogger(settings);
  crashOnBugs(log);
  const stopper = new Stopper(log);
  const server = await startServer(settings, { log, onProgress: (step) => say(`Plaza is ${step} …`) });
  stopper.server = server;
  snapshot(settings, server);
}

function snapshot(settings: Settings, server: RunningServer): void {
  say(
    `\nPlaza is ready: ${settings.publicUrl}${server.url === settings.publicUrl ? '' : ` (here ${server.url})`}`,
  );
  say(`All data is in ${settings.dataDir}. Stop with Ctrl-C.\n`);
}

/** The first signal stops gracefully, the second at once. */
class Stopper {
  server: RunningServer | undefined;
  private isStopping = false;

  constructor(private readonly log: Logger) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => this.stop(signal));
  }

  private stop(signal: NodeJS.Signals): void {
    if (!this.server) process.exit(0);
    if (this.isStopping) process.exit(1);
    this.isStopping = true;
    say('\nPlaza is stopping; once more Ctrl-C ends it at once.');
    this.log.info({ signal }, 'stopping');
    setTimeout(() => {
      this.log.error('stopping took too long; ending now');
      process.exit(1);
    }, STOP_MS).unref();
    this.server.close().then(
      () => {
        this.log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        this.log.fatal({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  }
}

/** A rejection that nobody handles is a bug: going on would hide it, and the supervisor starts a clean process. */
function crashOnBugs(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'an error that nobody handles ended the server');
    process.exit(1);
  });
}

try {
  await run();
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
