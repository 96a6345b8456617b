/** Writes what is made from the contract; with `--check` it only compares and ends with 1 where something differs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kindOfAnswer } from './answers.js';
import { kindOfBody } from './bodies.js';
import { asyncApiDocument, openApiDocument } from './documents/index.js';
import type { OperationShape } from './operation.js';
import { operations } from './operations.js';

const command = 'npm run generate -w @plaza/contract';
const publicUrl = 'http://localhost:3000';

async function main(): Promise<void> {
  const { version } = JSON.parse(await readFile(pathTo('packages/contract/package.json'), 'utf8'));
  const made = {
    'packages/sdk/src/routes.generated.ts': routesModule(),
    'docs/api/openapi.json': json(openApiDocument(publicUrl, version)),
    'docs/api/asyncapi.json': json(asyncApiDocument(publicUrl, version)),
  };
  const isCheck = process.argv.includes('--check');
  for (const [path, content] of Object.entries(made)) {
    if ((await current(path)) === content) continue;
    if (isCheck) {
      process.stderr.write(`Contract drift: ${path} is not what the contract says. Run \`${command}\`.\n`);
      process.exitCode = 1;
    } else {
      await mkdir(dirname(pathTo(path)), { recursive: true });
      await writeFile(pathTo(path), content);
      process.stdout.write(`Wrote ${path}\n`);
    }
  }
}

function routesModule(): string {
  const areas = Object.entries(operations).map(([area, group]) => {
    const routes = Object.entries<OperationShape>(group).map(
      ([name, shape]) => `    ${name}: [${routeOf(shape).join(', ')}],\n`,
    );
    return `  ${area}: {\n${routes.join('')}  },\n`;
  });
  return `// Made from the contract by \`${command}\`.\nexport const routes = {\n${areas.join('')}} as const;\n`;
}

/** Method and path; then what the body is, null for none; then what the answer is where it is no JSON. */
function routeOf({ method, path, body, response }: OperationShape): string[] {
  const answer = response === undefined ? 'json' : kindOfAnswer(response);
  const kinds = [body === undefined ? null : kindOfBody(body), ...(answer === 'json' ? [] : [answer])];
  const route = [method, path, ...(kinds.length === 1 && kinds[0] === null ? [] : kinds)];
  return route.map((part) => (part === null ? 'null' : `'${part}'`));
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function current(path: string): Promise<string | null> {
  try {
    return await readFile(pathTo(path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function pathTo(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

await main();
