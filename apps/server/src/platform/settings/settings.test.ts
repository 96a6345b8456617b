import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../process/start-error.js';
import { loadSettings } from './settings.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'plaza-settings-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function problemsWith(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadSettings(environment, directory);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadSettings', () => {
  it('needs nothing to be set', () => {
    const settings = loadSettings({}, directory);
    expect(settings).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      dataDir: join(directory, 'data'),
      databaseUrl: undefined,
      directMessages: 'mutuals-or-connections',
      rateLimits: true,
      metricsPort: undefined,
      mailFrom: 'Plaza <plaza@localhost>',
      role: 'all',
      trustProxy: false,
    });
  });

  it('makes one private secret key and keeps it', () => {
    const first = loadSettings({}, directory).secretKey;
    const path = join(directory, 'data', 'secret.key');
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim()).toBe(first);
    expect(loadSettings({}, directory).secretKey).toBe(first);
  });

  it('reads .env and lets the environment win; an empty value is no value', () => {
    writeFileSync(join(directory, '.env'), 'PORT=4000\nLOG_LEVEL=debug\nREDIS_URL=\n');
    const settings = loadSettings({ PORT: '5000', LOG_LEVEL: '' }, directory);
    expect(settings).toMatchObject({ port: 5000, logLevel: 'debug', redisUrl: undefined });
  });

  it('gives one line for each wrong value, naming the setting and what is expected', () => {
    const problems = problemsWith({ PORT: 'eighty', PUBLIC_URL: 'plaza.example.org', ROLE: 'king' });
    expect(problems).toEqual([
      'PORT must be a port number from 0 to 65535; it is "eighty". Change it in the environment or in .env.',
      'PUBLIC_URL must be an origin such as https://plaza.example.org, without a path; it is "plaza.example.org". Change it in the environment or in .env.',
      'ROLE must be one of all, api, gateway, worker; it is "king". Change it in the environment or in .env.',
    ]);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '0x50'],
    ['PUBLIC_URL', 'https://plaza.example.org/forum'],
    ['PUBLIC_URL', 'ftp://plaza.example.org'],
    ['DATABASE_URL', 'mysql://localhost/plaza'],
    ['MAIL_FROM', 'nobody'],
    ['TRUST_PROXY', 'on'],
    ['METRICS_PORT', 'on'],
    ['REGISTRATION', 'invite'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsWith({ [name]: value })).toHaveLength(1);
  });

  it.each([
    ['off', false],
    ['1', 1],
    ['10.0.0.1, fd00::/8', '10.0.0.1, fd00::/8'],
  ])('takes TRUST_PROXY=%s', (value, expected) => {
    expect(loadSettings({ TRUST_PROXY: value }, directory).trustProxy).toBe(expected);
  });

  it('never repeats a secret', () => {
    expect(problemsWith({ SECRET_KEY: 'hunter2' }).join()).not.toContain('hunter2');
  });

  it('asks for what several processes must share', () => {
    expect(problemsWith({ ROLE: 'api' })).toHaveLength(2);
    expect(
      problemsWith({ ROLE: 'api', DATABASE_URL: 'postgres://db/plaza', SECRET_KEY: 'k'.repeat(32) }),
    ).toEqual([]);
  });

  it('says which key file cannot be used', () => {
    writeFileSync(join(directory, 'short'), 'short');
    expect(problemsWith({ SECRET_KEY_FILE: 'short' })[0]).toMatch(/^SECRET_KEY_FILE .*short must hold/);
    expect(problemsWith({ SECRET_KEY_FILE: 'absent' })[0]).toMatch(
      /^SECRET_KEY_FILE .*absent cannot be read \(ENOENT\)/,
    );
  });

  it('says which data directory cannot be used', () => {
    writeFileSync(join(directory, 'flat'), '');
    expect(problemsWith({ DATA_DIR: 'flat/data' })[0]).toMatch(
      /^DATA_DIR .*flat\/data cannot be used \(ENOTDIR\)/,
    );
  });
});
