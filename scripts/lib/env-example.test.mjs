import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { loadSettings, settingNames } from '../../apps/server/src/platform/settings/settings.ts';
import { readText } from './repository-files.mjs';

const values = parseEnv(readText('.env.example').replace(/^#(?=[A-Z])/gm, ''));

it('.env.example lists every setting, and no other', () => {
  expect(Object.keys(values).toSorted()).toEqual(settingNames.toSorted());
});

it('.env.example shows the defaults', () => {
  const directory = mkdtempSync(join(tmpdir(), 'plaza-env-'));
  expect(loadSettings(values, directory)).toEqual(loadSettings({}, directory));
  rmSync(directory, { recursive: true });
});
