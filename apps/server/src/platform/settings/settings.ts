import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { SettingsError } from '../process/start-error.js';
import { secretKeyFrom } from './secret-key.js';

/** What a process is made of: everything in one, or one part of a larger installation. */
export const ROLES = ['all', 'api', 'gateway', 'worker'] as const;
export type Role = (typeof ROLES)[number];

const DIRECT_MESSAGE_RULES = [
  'everyone',
  'followers',
  'mutuals',
  'connections',
  'mutuals-or-connections',
  'nobody',
] as const;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The descriptions complete the sentence "NAME must be …" that a person reads when a value is wrong. */
const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('production, development or test'),
  PORT: wholeNumber(0, 65_535).default(3000).describe('a port number from 0 to 65535'),
  HOST: z.string().max(255).default('0.0.0.0').describe('a host name or address to listen on'),
  PUBLIC_URL: origin().optional().describe('an origin such as https://plaza.example.org, without a path'),
  DATA_DIR: z.string().default('./data').describe('a directory'),
  DATABASE_URL: url('postgres', 'postgresql')
    .optional()
    .describe('a URL such as postgres://user:password@host/name'),
  REDIS_URL: url('redis', 'rediss').optional().describe('a URL such as redis://host:6379'),
  SECRET_KEY: z.string().min(32).max(1024).optional().describe('a random text of 32 characters or more'),
  SECRET_KEY_FILE: z.string().optional().describe('the path of a file that holds the secret key'),
  SMTP_URL: url('smtp', 'smtps').optional().describe('a URL such as smtp://user:password@host:587'),
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(/^[^\r\n]*@[^\r\n]+$/)
    .optional()
    .describe('a sender such as Plaza <plaza@example.org>'),
  REGISTRATION: z.enum(['open', 'closed']).default('open').describe('open or closed'),
  DIRECT_MESSAGES: z
    .enum(DIRECT_MESSAGE_RULES)
    .default('mutuals-or-connections')
    .describe(`one of ${DIRECT_MESSAGE_RULES.join(', ')}`),
  RATE_LIMITS: z.enum(['on', 'off']).default('on').describe('on or off'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
  METRICS_PORT: z
    .union([z.literal('off'), wholeNumber(0, 65_535)])
    .default('off')
    .describe('a port number from 0 to 65535, or off'),
  ROLE: z
    .enum(ROLES)
    .default('all')
    .describe(`one of ${ROLES.join(', ')}`),
  TRUST_PROXY: trustedProxies()
    .default(false)
    .describe('off, the number of proxies in front, or their addresses separated by commas'),
  ARGON2_MEMORY_KIB: wholeNumber(1024, 1_048_576)
    .default(19_456)
    .describe('a whole number from 1024 to 1048576'),
  ARGON2_PASSES: wholeNumber(1, 20).default(2).describe('a whole number from 1 to 20'),
  DATABASE_POOL: wholeNumber(2, 200).default(20).describe('a whole number from 2 to 200'),
});

/** Every setting by its name in the environment. */
export const settingNames: readonly string[] = Object.keys(environmentSchema.shape);

type Environment = z.output<typeof environmentSchema>;
type EnvironmentName = keyof Environment;

const SECRET_NAMES: ReadonlySet<string> = new Set<EnvironmentName>([
  'DATABASE_URL',
  'REDIS_URL',
  'SECRET_KEY',
  'SMTP_URL',
]);

export type SettingsValues = Readonly<ReturnType<typeof settingsFrom>>;

export interface Settings extends SettingsValues {}

/** The validated settings of this process; the class is only the name under which they are injected. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: an interface has no value to inject by
export abstract class Settings {}

/**
 * Reads the settings from the environment, completed by `.env` in `directory`, and makes the secret key when none is
 * given. Errors: `SettingsError` with one line for each wrong value.
 */
export function loadSettings(environment: NodeJS.ProcessEnv, directory: string): Settings {
  const given = withoutEmpty({ ...dotEnv(directory), ...withoutEmpty(environment) });
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new SettingsError(problemsOf(parsed.error, given));
  const conflicts = conflictsIn(parsed.data);
  if (conflicts.length > 0) throw new SettingsError(conflicts);
  return settingsFrom(parsed.data, directory);
}

function settingsFrom(values: Environment, directory: string) {
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  const dataDir = resolve(directory, values.DATA_DIR);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    dataDir,
    databaseUrl: values.DATABASE_URL,
    databasePool: values.DATABASE_POOL,
    redisUrl: values.REDIS_URL,
    secretKey:
      values.SECRET_KEY ??
      secretKeyFrom(
        values.SECRET_KEY_FILE ? { given: resolve(directory, values.SECRET_KEY_FILE) } : { dataDir },
      ),
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM ?? `Plaza <plaza@${new URL(publicUrl).hostname}>`,
    registration: values.REGISTRATION,
    directMessages: values.DIRECT_MESSAGES,
    rateLimits: values.RATE_LIMITS === 'on',
    /** Every response is checked against the contract before it is sent. */
    validatesResponses: values.NODE_ENV !== 'production',
    logLevel: values.LOG_LEVEL,
    metricsPort: values.METRICS_PORT === 'off' ? undefined : values.METRICS_PORT,
    role: values.ROLE,
    trustProxy: values.TRUST_PROXY,
    argon2MemoryKib: values.ARGON2_MEMORY_KIB,
    argon2Passes: values.ARGON2_PASSES,
  };
}

function conflictsIn(values: Environment): string[] {
  const problems: string[] = [];
  if (values.SECRET_KEY && values.SECRET_KEY_FILE) {
    problems.push('SECRET_KEY and SECRET_KEY_FILE are both set; keep one of them.');
  }
  if (values.ROLE !== 'all' && !values.DATABASE_URL) {
    problems.push(`ROLE=${values.ROLE} needs DATABASE_URL: the embedded database serves ROLE=all only.`);
  }
  if (values.ROLE !== 'all' && !values.SECRET_KEY && !values.SECRET_KEY_FILE) {
    problems.push(`ROLE=${values.ROLE} needs SECRET_KEY or SECRET_KEY_FILE: the same key for every process.`);
  }
  return problems;
}

function problemsOf(error: z.ZodError, given: Record<string, string>): string[] {
  const names = new Set(error.issues.map((issue) => String(issue.path[0]))) as ReadonlySet<EnvironmentName>;
  return [...names].map((name) => {
    const found = SECRET_NAMES.has(name) ? 'the value given is something else' : `it is "${given[name]}"`;
    const expected = environmentSchema.shape[name].description;
    return `${name} must be ${expected}; ${found}. Change it in the environment or in .env.`;
  });
}

function dotEnv(directory: string): NodeJS.Dict<string> {
  const path = join(directory, '.env');
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

function withoutEmpty(values: NodeJS.Dict<string>): Record<string, string> {
  const entries = Object.entries(values).filter((entry): entry is [string, string] =>
    Boolean(entry[1]?.trim()),
  );
  return Object.fromEntries(entries);
}

function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
}

function url(...protocols: string[]) {
  return z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`) });
}

function origin() {
  return url('http', 'https')
    .regex(/^https?:\/\/[^/?#@]+\/?$/i)
    .transform((text) => new URL(text).origin);
}

function trustedProxies() {
  return z.union([
    z.literal('off').transform(() => false as const),
    wholeNumber(1, 10),
    z.string().regex(/^[\da-fA-F.:/, ]*[.:][\da-fA-F.:/, ]*$/),
  ]);
}
