import type { CliContext } from '../cli-context.js';
import { findViolations } from '../invariants.js';

const MOST_SHOWN = 100;

/** `plaza check`: says which invariants are broken, and where. */
export async function check({ database }: CliContext): Promise<number> {
  const violations = await findViolations(database.connections, MOST_SHOWN);
  for (const { rule, row } of violations) console.log(`broken: ${rule}: ${row}`);
  if (violations.length === MOST_SHOWN) console.log(`… and maybe more than these ${MOST_SHOWN}.`);
  if (violations.length === 0) console.log('All invariants hold.');
  return violations.length === 0 ? 0 : 1;
}
