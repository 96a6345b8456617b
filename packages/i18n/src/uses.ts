import { parseSync } from 'oxc-parser';

/** Functions that return a catalogue, and the type of a parameter that takes one. */
const CATALOGUE_FUNCTIONS = new Set(['useText', 'textIn']);
const TYPE_NAME = 'Catalogue';

/** A step that is chosen while the program runs, so that everything below may be meant. */
const ANY = '*';

type Path = readonly string[];

interface Node {
  type: string;
  [field: string]: unknown;
}

/** Names that stand for a part of the catalogue, innermost first; null for names that hide one. */
type Scope = Map<string, Path | null>[];

/**
 * Finds which parts of the catalogue a source file reads: whole paths such as `entries.sorts`, which stand for all that is
 * below them. Errors: a file that cannot be parsed.
 */
export function usesIn(fileName: string, source: string): Set<string> {
  const { program, errors } = parseSync(fileName, source);
  if (errors[0]) throw new Error(`${fileName} cannot be read: ${errors[0].message}`);
  const uses = new Set<string>();
  visit(program as unknown as Node, [new Map()], (path) => {
    const end = path.indexOf(ANY);
    const known = end === -1 ? path : path.slice(0, end);
    if (known.length > 0) uses.add(known.join('.'));
  });
  return uses;
}

function visit(node: Node, scope: Scope, use: (path: Path) => void): void {
  const path = resolve(node, scope);
  if (path) {
    use(path);
    visitComputed(node, scope, use);
    return;
  }
  if (node.type === 'VariableDeclarator' && declare(node, scope)) return;
  const inner = opensScope(node) ? [new Map<string, Path | null>(), ...scope] : scope;
  const parameters = parametersOf(node);
  for (const parameter of parameters) bindParameter(parameter, inner);
  const isName = (child: Node) => child.type === 'Identifier' && parameters.includes(child);
  for (const child of childrenOf(node)) if (!isName(child)) visit(child, inner, use);
}

/** The path that an expression stands for. */
function resolve(node: Node, scope: Scope): Path | null {
  switch (node.type) {
    case 'CallExpression':
      return CATALOGUE_FUNCTIONS.has(nameOf(node.callee)) ? [] : null;
    case 'Identifier':
      return scope.find((names) => names.has(nameOf(node)))?.get(nameOf(node)) ?? null;
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return resolve(node.expression as Node, scope);
    case 'MemberExpression': {
      const object = resolve(node.object as Node, scope);
      return object && [...object, stepOf(node)];
    }
    default:
      return null;
  }
}

function stepOf(node: Node): string {
  const property = node.property as Node;
  if (!node.computed) return nameOf(property);
  return property.type === 'Literal' ? String(property.value) : ANY;
}

/** Notes what a declaration makes of a part of the catalogue; false where it is about something else. */
function declare(node: Node, scope: Scope): boolean {
  const path = node.init ? resolve(node.init as Node, scope) : null;
  bind(node.id as Node, path, scope);
  return path !== null;
}

function bind(pattern: Node, path: Path | null, scope: Scope): void {
  if (pattern.type === 'Identifier') scope[0]?.set(nameOf(pattern), path);
  if (pattern.type !== 'ObjectPattern') return;
  for (const property of pattern.properties as Node[]) {
    if (property.type !== 'Property') continue;
    bind(property.value as Node, path && [...path, nameOf(property.key)], scope);
  }
}

/** A parameter is a catalogue by its type, or by the name `text` where its type comes from elsewhere: `label: (text) => text.home`. */
function bindParameter(parameter: Node, scope: Scope): void {
  const annotation = (parameter.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined;
  const inferred = parameter.type === 'Identifier' && nameOf(parameter) === 'text' ? [] : null;
  bind(parameter, annotation ? annotatedPath(annotation) : inferred, scope);
}

/** `Catalogue` and `Catalogue['entries']` as types of a parameter. */
function annotatedPath(type: Node): Path | null {
  if (type.type === 'TSTypeReference') return nameOf(type.typeName) === TYPE_NAME ? [] : null;
  if (type.type !== 'TSIndexedAccessType') return null;
  const object = annotatedPath(type.objectType as Node);
  const literal = (type.indexType as Node).literal as Node | undefined;
  return object && [...object, literal ? String(literal.value) : ANY];
}

function visitComputed(node: Node, scope: Scope, use: (path: Path) => void): void {
  if (node.type !== 'MemberExpression') {
    for (const child of node.type === 'CallExpression' ? childrenOf(node) : []) visit(child, scope, use);
    return;
  }
  if (node.computed) visit(node.property as Node, scope, use);
  visitComputed(node.object as Node, scope, use);
}

function opensScope({ type }: Node): boolean {
  return type === 'BlockStatement' || type.includes('Function');
}

function parametersOf(node: Node): Node[] {
  return node.type.includes('Function') && Array.isArray(node.params) ? (node.params as Node[]) : [];
}

/** Without mere names: those of members and of the fields of an object. */
function childrenOf(node: Node): Node[] {
  const { property, key, ...rest } = node;
  const fields = node.computed ? node : rest;
  return Object.values(fields)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  return typeof node.name === 'string' ? node.name : String(node.value ?? '');
}
