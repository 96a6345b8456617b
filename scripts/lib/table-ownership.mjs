import { Visitor } from 'oxc-parser';
import { parse } from './parse.mjs';
import { readText } from './repository-files.mjs';
import { tableExceptions } from './table-exceptions.mjs';
import { PLACEHOLDER, tablesIn } from './table-names.mjs';

const SERVER = 'apps/server/src/';
const MIGRATION = /^apps\/server\/migrations\/.*\.sql$/;
const STATEMENT =
  /^\s*(?:select|insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into|truncate|lock\s+table|with\s+(?:recursive\s+)?\w+)\s/i;
/** Kysely's methods whose first argument is a table, a list of tables or a nested query. */
const TABLE_METHOD =
  /^(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|(?:inner|left|right|full|cross)Join(?:Lateral)?)$/;
/** Methods of that kind whose names other libraries use as well: only a literal table name counts there. */
const AMBIGUOUS_METHOD = /^(?:from|using)$/;

/**
 * Returns a line for each table that is named in SQL outside the module that declares it, for each declared exception that
 * nothing needs, and for each table that no module declares.
 */
export function findForeignTables(files, exceptions = tableExceptions, read = readText) {
  const sources = files.filter((file) => file.startsWith(SERVER) && /(?<!\.test)\.ts$/.test(file));
  const owners = ownersOf(sources, read);
  const used = new Set();
  const lines = undeclaredTables(files, owners, read);
  for (const file of sources) {
    for (const { table, line } of tableReferences(parse(file, read(file)), new Set(owners.keys()))) {
      const owner = owners.get(table);
      if (moduleOf(file) === owner) continue;
      const exception = exceptions.find(
        (each) => each.table === table && `${file}/`.startsWith(`${SERVER}${each.in}/`),
      );
      if (exception) used.add(exception);
      else lines.push(`${file}:${line} names the table ${table} of ${owner}`);
    }
  }
  const unused = exceptions.filter((exception) => !used.has(exception));
  return [
    ...lines,
    ...unused.map(
      ({ in: path, table }) => `the exception for ${table} in ${path} is not needed any more: delete it`,
    ),
  ];
}

/** Returns the tables that a parsed file names in SQL, each with the line where it does. */
export function tableReferences({ source, program }, tables) {
  const references = [];
  const literals = [];
  let hasDynamicName = false;
  const add = (table, offset) => {
    if (tables.has(table)) references.push({ table, line: lineAt(source, offset) });
  };
  const addSql = (node) => {
    for (const { name, offset } of tablesIn(sqlOf(node, source))) add(name, node.start + offset);
  };
  const addArgument = (argument, isAmbiguous) => {
    if (argument?.type === 'TSAsExpression') addArgument(argument.expression, isAmbiguous);
    else if (argument?.type === 'ArrayExpression')
      for (const element of argument.elements) addArgument(element, isAmbiguous);
    else if (typeof argument?.value === 'string') add(argument.value.split(' ')[0], argument.start);
    else if (!isAmbiguous && argument && !isFunction(argument)) hasDynamicName = true;
  };
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.name === 'sql') addSql(quasi);
    },
    TemplateLiteral(node) {
      if (STATEMENT.test(sqlOf(node, source))) addSql(node);
    },
    Literal(node) {
      if (typeof node.value !== 'string') return;
      literals.push(node);
      if (STATEMENT.test(sqlOf(node, source))) addSql(node);
    },
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type !== 'MemberExpression' || callee.computed) return;
      const { name } = callee.property;
      if (callee.object.name === 'sql' && name === 'raw' && typeof first?.value === 'string') addSql(first);
      if (callee.object.name === 'sql' && name === 'table') addArgument(first, false);
      if (TABLE_METHOD.test(name)) addArgument(first, false);
      if (AMBIGUOUS_METHOD.test(name)) addArgument(first, true);
    },
  }).visit(program);
  // A name that is computed can be any of those that the file spells out.
  if (hasDynamicName) for (const literal of literals) add(literal.value, literal.start);
  return distinct(references);
}

/** Each table with the module whose `*.tables.ts` adds it to the interface `Tables`. */
function ownersOf(sources, read) {
  const owners = new Map();
  for (const file of sources.filter((path) => path.endsWith('tables.ts'))) {
    new Visitor({
      TSInterfaceDeclaration({ id, body }) {
        if (id.name === 'Tables')
          for (const { key } of body.body) owners.set(key.name ?? key.value, moduleOf(file));
      },
    }).visit(parse(file, read(file)).program);
  }
  return owners;
}

/** Kysely and this check know a table only when it is declared. */
function undeclaredTables(files, owners, read) {
  const tables = new Map();
  for (const file of files.filter((path) => MIGRATION.test(path)).sort()) {
    const sql = read(file).replace(/--.*$/gm, '').toLowerCase();
    for (const [, name] of sql.matchAll(/\bcreate table (?:if not exists )?(\w+)(?! partition of)\b/g))
      tables.set(name, file);
    for (const [, name] of sql.matchAll(/\bdrop table (?:if exists )?(\w+)/g)) tables.delete(name);
    for (const [, from, to] of sql.matchAll(/\balter table (\w+) rename to (\w+)/g)) {
      tables.delete(from);
      tables.set(to, file);
    }
  }
  return [...tables]
    .filter(([name]) => !owners.has(name))
    .map(([name, file]) => `${file} creates ${name}, which no *.tables.ts declares`);
}

/** A folder of `modules`, `platform`, or what stands beside them (`cli`, `roles`). */
function moduleOf(file) {
  const [first, second] = file.slice(SERVER.length).split('/');
  return first === 'modules' ? second : first;
}

/** The text of a literal in the same length as in the source, so that offsets agree; expressions turn into placeholders. */
function sqlOf(node, source) {
  const blanked = (node.expressions ?? []).reduceRight(
    (text, { start, end }) => {
      const length = end - start;
      return text.slice(0, start - node.start) + PLACEHOLDER.padEnd(length) + text.slice(end - node.start);
    },
    source.slice(node.start, node.end),
  );
  return blanked.replace(/^.|[${}]|.$/gs, ' ');
}

function isFunction({ type }) {
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

function lineAt(source, offset) {
  return source.slice(0, offset).split('\n').length;
}

function distinct(references) {
  return [...new Map(references.map((each) => [`${each.table} ${each.line}`, each])).values()];
}
