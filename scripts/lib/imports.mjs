import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parse } from './parse.mjs';
import { pathTo } from './paths.mjs';
import { readText } from './repository-files.mjs';

const PACKAGE = /^@plaza\/([a-z]+)(?:\/(.+))?$/;

/**
 * Returns for each file its imports of the repository's own TypeScript and styles, type-only ones included, as
 * `{ specifier, target }`; the target is undefined when there is no such file.
 */
export function importGraph(files) {
  return new Map(files.map((file) => [file, importsOf(file)]));
}

function importsOf(file) {
  const { module, source } = parse(file, readText(file));
  const specifiers = new Set([
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports
      .flatMap((statement) => statement.entries)
      .flatMap((entry) => entry.moduleRequest?.value ?? []),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => unquoted(source.slice(start, end))),
  ]);
  return [...specifiers]
    .filter((specifier) => specifier.startsWith('.') || PACKAGE.test(specifier))
    .map((specifier) => ({ specifier, target: resolve(file, specifier) }))
    .filter(({ target }) => target === undefined || /\.(ts|tsx|css)$/.test(target));
}

/** An import of a computed name cannot be followed. */
function unquoted(expression) {
  return /^['"`](.*)['"`]$/.exec(expression)?.[1] ?? '';
}

function resolve(file, specifier) {
  const own = PACKAGE.exec(specifier);
  const path = own ? sourceOf(own[1], own[2]) : join(dirname(file), specifier);
  if (path === undefined) return undefined;
  const candidates = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path];
  return candidates.find((candidate) => existsSync(pathTo(candidate)));
}

function sourceOf(name, subpath) {
  const directory = [`packages/${name}`, `apps/${name}`, name].find((path) =>
    existsSync(pathTo(path, 'package.json')),
  );
  if (!directory) return undefined;
  const { exports = {} } = JSON.parse(readText(join(directory, 'package.json')));
  const entry = exports[subpath ? `./${subpath}` : '.'];
  const source = typeof entry === 'string' ? entry : entry?.['plaza-source'];
  return source && join(directory, source);
}
