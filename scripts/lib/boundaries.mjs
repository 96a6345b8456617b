import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import { rules } from './boundary-rules.mjs';
import { pathTo } from './paths.mjs';

const PACKAGE = /^@plaza\/([a-z]+)(?:\/(.+))?$/;

/** Returns a line for each import among these files that cannot be resolved, breaks a rule, or is part of a cycle. */
export function findBoundaryViolations(files) {
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  const lines = [];
  for (const [file, imports] of graph) {
    for (const { specifier, target } of imports) {
      if (target === undefined) lines.push(`${file} imports ${specifier}, which does not exist`);
      for (const why of denialsOf(file, target)) lines.push(`${file} imports ${target}, but ${why}`);
    }
  }
  return [...lines, ...findCycles(graph)];
}

/** Returns the reasons why the first file may not import the second; none means that it may. */
export function denialsOf(file, target) {
  if (target === undefined) return [];
  const broken = rules.filter(({ from, to }) => {
    const found = new RegExp(from).exec(file);
    return found && new RegExp(to.replaceAll('$1', found[1] ?? '')).test(target);
  });
  return broken.map(({ why }) => why);
}

/** All imports of the repository's own files, type-only imports included. */
function importsOf(file) {
  const { module, errors } = parseSync(file, readFileSync(pathTo(file), 'utf8'));
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const specifiers = new Set([
    ...module.staticImports.map((statement) => statement.moduleRequest.value),
    ...module.staticExports
      .flatMap((statement) => statement.entries)
      .flatMap((entry) => entry.moduleRequest?.value ?? []),
    ...module.dynamicImports.map(({ moduleRequest }) => literalAt(file, moduleRequest)),
  ]);
  return [...specifiers]
    .filter((specifier) => specifier.startsWith('.') || PACKAGE.test(specifier))
    .map((specifier) => ({ specifier, target: resolve(file, specifier) }))
    .filter(({ target }) => target === undefined || /\.(ts|tsx)$/.test(target));
}

function literalAt(file, { start, end }) {
  const source = readFileSync(pathTo(file), 'utf8').slice(start, end);
  return /^['"`](.*)['"`]$/.exec(source)?.[1] ?? '';
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
  const { exports = {} } = JSON.parse(readFileSync(pathTo(directory, 'package.json'), 'utf8'));
  const entry = exports[subpath ? `./${subpath}` : '.'];
  const source = typeof entry === 'string' ? entry : entry?.['plaza-source'];
  return source && join(directory, source);
}

/** Files that import each other form a strongly connected component of the graph (Tarjan's algorithm). */
function findCycles(graph) {
  const number = new Map();
  const lowest = new Map();
  const path = [];
  const cycles = [];
  const visit = (file) => {
    number.set(file, number.size);
    lowest.set(file, number.get(file));
    path.push(file);
    for (const { target } of graph.get(file) ?? []) {
      if (!graph.has(target)) continue;
      if (!number.has(target)) visit(target);
      if (path.includes(target)) lowest.set(file, Math.min(lowest.get(file), lowest.get(target)));
    }
    if (lowest.get(file) !== number.get(file)) return;
    const component = path.splice(path.indexOf(file));
    const isCycle = component.length > 1 || graph.get(file).some(({ target }) => target === file);
    if (isCycle)
      cycles.push(
        `${component.join(' → ')} → ${file} is a cycle: merge the files, or move what both need to a third`,
      );
  };
  for (const file of graph.keys()) if (!number.has(file)) visit(file);
  return cycles;
}
