import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md'])('%s names only paths that exist', (name) => {
  const text = readFileSync(repository + name, 'utf8');
  const inCode = [...text.matchAll(/`((?:apps|packages|e2e|bench|docs|scripts)\/[^`\s<*]+)`/g)];
  const linked = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)];
  const paths = [...inCode, ...linked]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => !path.includes('NNNN'));
  expect(paths.filter((path) => !existsSync(repository + path))).toEqual([]);
});

it('the scripts it speaks of exist', () => {
  const { scripts } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'));
  const text =
    readFileSync(`${repository}CONTRIBUTING.md`, 'utf8') + readFileSync(`${repository}README.md`, 'utf8');
  const named = [...text.matchAll(/npm run ([a-z:]+)\b/g)].flatMap(([, script]) => script ?? []);
  expect(named.filter((script) => script !== 'generate' && !(script in scripts))).toEqual([]);
});
