import { findViolations } from '../invariants.js';
import type { Workplace } from '../workplace.js';

const MOST_SHOWN = 100;

/** `plaza check`: says which invariants are broken, and where. */
export async function check({ database }: Workplace): Promise<number> {
  const violations = await findViolations(database.connections, MOST_SHOWN);
  for (const { rule, place } of violations) console.log(`broken: ${rule}: ${place}`);
  if (violations.length === MOST_SHOWN) console.log(`… and maybe more than these ${MOST_SHOWN}.`);
  if (violations.length === 0) console.log('All invariants hold.');
  return violations.length === 0 ? 0 : 1;
}
