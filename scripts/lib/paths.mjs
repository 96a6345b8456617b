import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root directory of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The absolute path of a file given relative to the root. */
export function pathTo(...segments) {
  return join(root, ...segments);
}
