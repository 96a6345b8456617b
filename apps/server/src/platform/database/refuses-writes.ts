import type { KyselyPlugin, RootOperationNode } from 'kysely';

/** What begins a statement that writes or locks, and what writes inside of a `with`. */
const WRITES =
  /^\s*(insert|update|delete|merge|truncate|create|alter|drop|lock|call|do)\b|\b(insert\s+into|delete\s+from|merge\s+into)\s|\bupdate\s+\S+(\s+as\s+\S+)?\s+set\s/i;

/** The texts of a template are the same array at every call. */
const harmless = new WeakSet<readonly string[]>();

/** Has every statement fail that is not a read, before it reaches the database. Errors: a plain error. */
export const refusesWrites: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (node.kind !== 'SelectQueryNode' && !isReadText(node)) {
      throw new Error('`database.read` only reads; what writes asks `database.transaction` for a `Tx`');
    }
    return node;
  },
  transformResult: async ({ result }) => result,
};

function isReadText(node: RootOperationNode): boolean {
  if (node.kind !== 'RawNode') return false;
  if (harmless.has(node.sqlFragments)) return true;
  if (node.sqlFragments.some((text) => WRITES.test(text))) return false;
  harmless.add(node.sqlFragments);
  return true;
}
