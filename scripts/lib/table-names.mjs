/** Stands in SQL text for a value or a fragment that is inserted there. */
export const PLACEHOLDER = '?';

const TOKEN = /"[^"]*"|[a-z_][\w$]*|[^\s\w]/gi;
const IGNORED = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g;
const COMMON_TABLE = /([a-z_]\w*)\s*(?:\([^()]*\)\s*)?\bas\s+(?:not\s+)?(?:materialized\s+)?\(/gi;

/** After these a table follows; for those with `true`, further ones may follow behind commas. */
const INTRODUCTIONS = new Map([
  ['from', true],
  ['join', true],
  ['using', true],
  ['table', true],
  ['truncate', true],
  ['into', false],
  ['update', false],
]);
const FILLERS = new Set(['.', 'only', 'lateral', 'table', 'if', 'not', 'exists']);
const CALLABLE_AFTER = new Set(['from', 'join', 'using']);
const OWN_SCHEMA = 'public';
const LIST_ENDS = new Set(
  'select where group having window order limit offset fetch for union except intersect returning set values'.split(
    ' ',
  ),
);
/** In `extract(epoch from created_at)` and its like, `from` introduces a value. */
const VALUE_FUNCTIONS = new Set(['extract', 'substring', 'trim', 'overlay']);
/** `for update`, `for no key update`, `do update set`, `on update cascade`. */
const NOT_A_STATEMENT = new Set(['for', 'key', 'do', 'on']);

/**
 * Returns the names that stand where SQL expects a table, each with its offset, without functions, common table expressions
 * and tables of other schemas. The text may be a fragment of a statement.
 */
export function tablesIn(sql) {
  const text = sql.replace(IGNORED, (ignored) => ' '.repeat(ignored.length));
  const common = new Set([...text.matchAll(COMMON_TABLE)].map(([, name]) => name.toLowerCase()));
  const matches = [...text.matchAll(TOKEN)];
  const tokens = matches.map(([token]) => token.toLowerCase().replaceAll('"', ''));
  const tables = [];
  /** One for each open parenthesis: the word before it, and whether a comma there continues a list of tables. */
  const levels = [{ opener: '', isList: false }];
  /** The word that introduced the table expected next. */
  let introduction;
  for (const [index, token] of tokens.entries()) {
    const level = levels.at(-1);
    const [previous = '', next] = [tokens[index - 1], tokens[index + 1]];
    if (token === '(') {
      levels.push({ opener: previous, isList: introduction === 'from' || introduction === 'join' });
      if (introduction === 'using') introduction = undefined;
    } else if (token === ')') {
      if (levels.length > 1) levels.pop();
      introduction = undefined;
    } else if (token === ',') {
      introduction = level.isList ? 'from' : undefined;
    } else if (isIntroduction(token, previous, level)) {
      introduction = token;
      level.isList = INTRODUCTIONS.get(token);
    } else if (LIST_ENDS.has(token)) {
      introduction = undefined;
      level.isList = false;
    } else if (introduction && !FILLERS.has(token) && next !== '.') {
      const schema = previous === '.' ? tokens[index - 2] : OWN_SCHEMA;
      const isFunction = next === '(' && CALLABLE_AFTER.has(introduction);
      const isTable = schema === OWN_SCHEMA && token !== PLACEHOLDER && !isFunction && !common.has(token);
      if (isTable) tables.push({ name: token, offset: matches[index].index });
      introduction = undefined;
    }
  }
  return tables;
}

function isIntroduction(token, previous, { opener }) {
  if (!INTRODUCTIONS.has(token) || previous === '.') return false;
  if (token === 'from') return previous !== 'distinct' && !VALUE_FUNCTIONS.has(opener);
  return token !== 'update' || !NOT_A_STATEMENT.has(previous);
}
