/**
 * Writes the types of the catalogues from the messages in English; with `--check` it writes nothing, compares instead, and looks
 * for messages that are missing, wrong or unused. It ends with 1 where something is not as it should be.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueModule } from './catalogue-type.js';
import { differences, flatten, problemsOf } from './compare.js';
import { languagesIn, readLanguage } from './node.js';
import { usesIn } from './uses.js';

const command = 'npm run generate -w @plaza/i18n';
const source = 'en';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where an app keeps its messages, the type made of them, and the files that may use them. */
const apps = [
  { locales: 'apps/server/locales', type: 'apps/server/src/platform/i18n/catalogue.generated.ts' },
  { locales: 'apps/web/locales', type: 'apps/web/src/catalogue/catalogue.generated.ts' },
].map((app) => ({ ...app, code: join(app.locales, '../src') }));

function main(): void {
  const isCheck = process.argv.includes('--check');
  const lines = apps.flatMap(isCheck ? check : write);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  if (isCheck && lines.length > 0) process.exitCode = 1;
}

function write({ locales, type }: (typeof apps)[number]): string[] {
  const content = typeModule(locales);
  if (current(type) === content) return [];
  writeFileSync(join(root, type), content);
  return [`Wrote ${type}`];
}

function check({ locales, type, code }: (typeof apps)[number]): string[] {
  const english = flatten(readLanguage(join(root, locales), source));
  const wrong = languagesIn(join(root, locales)).flatMap((language) => {
    const messages = flatten(readLanguage(join(root, locales), language));
    return [...problemsOf(messages, language), ...differences(english, messages, language)];
  });
  if (wrong.length > 0) return wrong.map((line) => `${locales}/${line}`);
  const isStale = current(type) !== typeModule(locales);
  return [
    ...(isStale ? [`${type} is not what the messages say; run \`${command}\``] : []),
    ...unused(english, code).map((path) => `${locales}/${source}: nothing uses ${path}`),
  ];
}

function unused(messages: Map<string, string>, directory: string): string[] {
  const used = new Set<string>();
  for (const file of readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const path = join(root, directory, file);
    for (const use of usesIn(path, readFileSync(path, 'utf8'))) used.add(use);
  }
  return [...messages.keys()].filter((path) => !prefixes(path).some((prefix) => used.has(prefix)));
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
function prefixes(path: string): string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
}

function typeModule(locales: string): string {
  return catalogueModule(
    readLanguage(join(root, locales), source),
    `Made from ${locales}/${source} by \`${command}\`.`,
  );
}

function current(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

main();
