import { rules } from './boundary-rules.mjs';
import { findCycles } from './cycles.mjs';

/** Returns a line for each import of the graph that cannot be resolved, breaks a rule, or is part of a cycle of files. */
export function findBoundaryViolations(graph) {
  const lines = [];
  for (const [file, imports] of graph) {
    for (const { specifier, target } of imports) {
      if (target === undefined) lines.push(`${file} imports ${specifier}, which does not exist`);
      for (const why of denialsOf(file, target)) lines.push(`${file} imports ${target}, but ${why}`);
    }
  }
  return [...lines, ...fileCycles(graph)];
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

function fileCycles(graph) {
  const targets = [...graph].map(([file, imports]) => [file, imports.map(({ target }) => target)]);
  return findCycles(new Map(targets)).map(
    (files) =>
      `${[...files, files[0]].join(' → ')} is a cycle: merge the files, or move what both need to a third`,
  );
}
