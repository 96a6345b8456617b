import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathTo, root } from './paths.mjs';

/** The existing files of the repository, tracked and untracked, without those that git ignores. */
export function repositoryFiles() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(list.split('\0'))].filter((path) => path && existsSync(pathTo(path)));
}

/** Whether this is a hand-written TypeScript file. */
export function isSource(path) {
  return /^(apps|packages|e2e|bench)\/.*\.tsx?$/.test(path) && !path.includes('.generated.');
}

/** The text of a file of the repository. */
export function readText(file) {
  return readFileSync(pathTo(file), 'utf8');
}
