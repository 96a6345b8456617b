/** Writes what is made from the contract; with `--check` it only compares and ends with 1 where something differs. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncApiDocument, openApiDocument } from './documents/index.js';
import { operations } from './operations.js';

const command = 'npm run generate -w @plaza/contract';
const publicUrl = 'http://localhost:3000';

async function main(): Promise<void> {
  const { version } = JSON.parse(await readFile(place('packages/contract/package.json'), 'utf8'));
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
      await mkdir(dirname(place(path)), { recursive: true });
      await writeFile(place(path), content);
      process.stdout.write(`Wrote ${path}\n`);
    }
  }
}

function routesModule(): string {
  const areas = Object.entries(operations).map(([area, group]) => {
    const routes = Object.entries(group).map(
      ([name, shape]) => `    ${name}: ['${shape.method}', '${shape.path}', ${'body' in shape}],\n`,
    );
    return `  ${area}: {\n${routes.join('')}  },\n`;
  });
  return `// Made from the contract by \`${command}\`.\nexport const routes = {\n${areas.join('')}} as const;\n`;
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

async function current(path: string): Promise<string | null> {
  try {
    return await readFile(place(path), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function place(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

await main();
