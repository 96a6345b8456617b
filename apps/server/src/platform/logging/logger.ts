import type { DestinationStream, Logger as PinoLogger } from 'pino';
import { pino, stdTimeFunctions } from 'pino';
import type { Settings } from '../settings/settings.js';

export interface Logger extends PinoLogger {}

/** The log of this process; the class is only the name under which it is injected. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: an interface has no value to inject by
export abstract class Logger {}

const SECRET_FIELDS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'token',
  'accessToken',
  'refreshToken',
  'password',
  'currentPassword',
  'newPassword',
  'secret',
  'secretKey',
];

/** How deep a secret field may hide in a logged object; pino asks for each depth by name. */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

/** Makes the log: one JSON object a line, secrets replaced, on standard output unless another destination is given. */
export function createLogger(settings: Pick<Settings, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: settings.logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => pathOf(depth, field))),
      censor: '…',
    },
    serializers: { url: withoutQuerySecrets, err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What helps to find the cause. Not the other fields of errors: those of a database carry rows and connections. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  const constraint = 'constraint' in error ? String(error.constraint) : undefined;
  return {
    name,
    message,
    code,
    constraint,
    stack,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/** Gives a URL with the values of secret query parameters replaced, fit for the log. */
function withoutQuerySecrets(url: string): string {
  return url.replace(/([?&](?:token|accessToken|refreshToken|password|code|secret)=)[^&#]*/gi, '$1…');
}

function pathOf(depth: string, field: string): string {
  return field.startsWith('[') ? `${depth.replace(/\.$/, '')}${field}` : `${depth}${field}`;
}
