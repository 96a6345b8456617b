import { findCycles } from './cycles.mjs';
import { folderExceptions } from './folder-exceptions.mjs';

const TEST = /\.test\.tsx?$/;
const MAX_SHOWN = 8;

/**
 * Returns a line for each arrow between sibling folders that closes a cycle, also where the files themselves form none, and
 * one for each declared exception that no cycle needs. Of a cycle the arrow with the fewest imports is named, as it is the
 * easiest to remove. Unit tests do not count.
 */
export function findFolderCycles(graph, exceptions = folderExceptions) {
  const edges = siblingEdges(graph);
  const remaining = edges.filter((edge) => !exceptions.some((exception) => isSame(edge, exception)));
  const unneeded = exceptions.filter((exception) => {
    const edge = edges.find((each) => isSame(each, exception));
    return edge === undefined || !cyclicEdges([...remaining, edge]).includes(edge);
  });
  return [
    ...closingEdges(remaining).map(
      ({ from, to, imports }) => `${from} → ${to} closes a cycle of folders: ${shortened(imports)}`,
    ),
    ...unneeded.map(({ from, to }) => `the exception for ${from} → ${to} is not needed any more: delete it`),
  ];
}

/** Each import seen from the last folder that both files share: which of its folders imports which. */
function siblingEdges(graph) {
  const edges = new Map();
  for (const [file, imports] of graph) {
    for (const { target } of TEST.test(file) ? [] : imports) {
      const siblings = target && siblingsOf(file, target);
      if (!siblings) continue;
      const [from, to] = siblings;
      const key = `${from} ${to}`;
      if (!edges.has(key)) edges.set(key, { from, to, imports: [] });
      edges.get(key).imports.push(`${file.slice(from.length + 1)} → ${target.slice(to.length + 1)}`);
    }
  }
  return [...edges.values()];
}

/** The folders in which two paths part, none when one of the files stands directly in the folder that they share. */
function siblingsOf(file, target) {
  const [left, right] = [file.split('/'), target.split('/')];
  const fork = left.findIndex((segment, index) => segment !== right[index]);
  if (fork === left.length - 1 || fork === right.length - 1) return undefined;
  return [left, right].map((segments) => segments.slice(0, fork + 1).join('/'));
}

function cyclicEdges(edges) {
  const graph = new Map(edges.flatMap(({ from, to }) => [from, to]).map((folder) => [folder, []]));
  for (const { from, to } of edges) graph.get(from).push(to);
  const cycles = findCycles(graph);
  return edges.filter(({ from, to }) =>
    cycles.some((folders) => folders.includes(from) && folders.includes(to)),
  );
}

/** Adds the edges one by one, the strongest first; those that close a cycle are left over. */
function closingEdges(edges) {
  const kept = [];
  return cyclicEdges(edges)
    .sort((left, right) => right.imports.length - left.imports.length)
    .filter((edge) => {
      const closes = cyclicEdges([...kept, edge]).length > 0;
      if (!closes) kept.push(edge);
      return closes;
    });
}

function shortened(imports) {
  const hidden = imports.length - MAX_SHOWN;
  return [...imports.slice(0, MAX_SHOWN), ...(hidden > 0 ? [`and ${hidden} more`] : [])].join(', ');
}

function isSame(left, right) {
  return left.from === right.from && left.to === right.to;
}
