import { isSource, readText } from './repository-files.mjs';

const MAX_LINES = 400;

/** Returns a line for each source file that is too long to be read in one go. */
export function findLongFiles(files) {
  return files
    .filter((file) => isSource(file) || file.startsWith('scripts/'))
    .map((file) => ({ file, lines: readText(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines, the limit is ${MAX_LINES}`);
}
