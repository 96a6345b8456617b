import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of the whole repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A path inside the repository, given relative to its root. */
export function place(...parts) {
  return join(root, ...parts);
}
