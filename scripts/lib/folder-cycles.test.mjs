import { expect, it } from 'vitest';
import { findFolderCycles } from './folder-cycles.mjs';

const imports = (graph) =>
  new Map(
    Object.entries(graph).map(([file, targets]) => [
      file,
      targets.map((target) => ({ specifier: '', target })),
    ]),
  );

it('finds folders that import each other by different files, and names the weaker direction', () => {
  const graph = imports({
    'src/jobs/a.ts': ['src/mail/a.ts', 'src/mail/b.ts'],
    'src/mail/a.ts': [],
    'src/mail/b.ts': [],
    'src/mail/c.ts': ['src/jobs/deep/b.ts'],
    'src/jobs/deep/b.ts': [],
  });
  expect(findFolderCycles(graph, [])).toEqual([
    'src/mail → src/jobs closes a cycle of folders: c.ts → deep/b.ts',
  ]);
  expect(findFolderCycles(graph, [{ from: 'src/mail', to: 'src/jobs', why: '…' }])).toEqual([]);
});

it('finds a longer cycle', () => {
  const graph = imports({
    'src/a/1.ts': ['src/b/1.ts', 'src/b/2.ts'],
    'src/b/1.ts': ['src/c/1.ts'],
    'src/b/2.ts': ['src/c/1.ts'],
    'src/c/1.ts': ['src/a/1.ts'],
  });
  expect(findFolderCycles(graph, [])).toEqual(['src/c → src/a closes a cycle of folders: 1.ts → 1.ts']);
});

it('allows a folder and its own subfolders to import each other, and unit tests to import what they like', () => {
  const graph = imports({
    'src/a/index.ts': ['src/a/deep/1.ts', 'src/b/1.ts'],
    'src/a/deep/1.ts': ['src/a/index.ts', 'src/root.ts'],
    'src/b/1.ts': ['src/root.ts'],
    'src/b/1.test.ts': ['src/a/index.ts'],
    'src/root.ts': ['src/a/index.ts', 'src/b/1.ts'],
  });
  expect(findFolderCycles(graph, [])).toEqual([]);
});

it('reports an exception that no cycle needs', () => {
  const graph = imports({ 'src/a/1.ts': ['src/b/1.ts'], 'src/b/1.ts': [] });
  expect(findFolderCycles(graph, [{ from: 'src/a', to: 'src/b', why: '…' }])).toEqual([
    'the exception for src/a → src/b is not needed any more: delete it',
  ]);
});
