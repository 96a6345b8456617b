import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { place, root } from './place.mjs';

/** The files of the repository that are there: committed ones and new ones, but nothing that git ignores. */
export function repositoryFiles() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(list.split('\0'))].filter((path) => path && existsSync(place(path)));
}

/** Whether people write this file in TypeScript; what is generated answers to its generator. */
export function isSource(path) {
  return /^(apps|packages|e2e|bench)\/.*\.tsx?$/.test(path) && !path.includes('.generated.');
}
