import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingNames } from '../../src/platform/settings/settings.js';

it('documents every setting, and none that there is not', () => {
  const text = readFileSync(new URL('../../../../docs/operate/settings.md', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual([...settingNames].sort());
});
