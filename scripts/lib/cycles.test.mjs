import { expect, it } from 'vitest';
import { findCycles } from './cycles.mjs';

const cycles = (graph) => findCycles(new Map(Object.entries(graph))).map((nodes) => nodes.toSorted());

it('finds each group of nodes that reach each other', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['d'], f: ['a', 'f'], g: ['f', 'unknown'] };
  expect(cycles(graph)).toEqual([['d', 'e'], ['a', 'b', 'c'], ['f']]);
});

it('finds none where arrows only meet', () => {
  expect(cycles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
});
