import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { formats } from './index.js';

/** What a message wants to be told: words, a number, a moment, one of some cases, or how to show what is inside a tag. */
export type ArgumentKind = 'text' | 'number' | 'date' | 'select' | 'tag';

export interface Argument {
  kind: ArgumentKind;
  /** Those of a `select`. */
  cases: Set<string>;
}

/** One `plural` or `selectordinal` of a message. */
export interface Plural {
  type: 'cardinal' | 'ordinal';
  categories: string[];
}

export interface ReadMessage {
  arguments: Map<string, Argument>;
  plurals: Plural[];
}

/** Reads what a message asks for. Errors: a message that is not ICU, or that uses one argument as two things. */
export function readMessage(message: string): ReadMessage {
  const found: ReadMessage = { arguments: new Map(), plurals: [] };
  for (const element of parse(message)) collect(element, found);
  return found;
}

function collect(element: MessageFormatElement, found: ReadMessage): void {
  if (element.type === TYPE.argument) add(found, element.value, 'text');
  if (element.type === TYPE.number) add(found, element.value, 'number');
  if (element.type === TYPE.date || element.type === TYPE.time) add(found, element.value, 'date');
  if (element.type === TYPE.select) add(found, element.value, 'select', Object.keys(element.options));
  if (element.type === TYPE.tag) add(found, element.value, 'tag');
  if (element.type === TYPE.plural) {
    if (element.offset) throw new Error('an offset is not supported; give the number that is meant');
    add(found, element.value, 'number');
    found.plurals.push({ type: element.pluralType ?? 'cardinal', categories: Object.keys(element.options) });
  }
  if (
    'style' in element &&
    typeof element.style === 'string' &&
    !styleNames(element.type).includes(element.style)
  ) {
    throw new Error(`there is no style ${element.style}`);
  }
  for (const inner of insideOf(element)) collect(inner, found);
}

function styleNames(type: TYPE): string[] {
  if (type === TYPE.date) return Object.keys(formats.date);
  return type === TYPE.time ? Object.keys(formats.time) : [];
}

function insideOf(element: MessageFormatElement): MessageFormatElement[] {
  if ('children' in element) return element.children;
  if ('options' in element) return Object.values(element.options).flatMap(({ value }) => value);
  return [];
}

function add(found: ReadMessage, name: string, kind: ArgumentKind, cases: string[] = []): void {
  const before = found.arguments.get(name);
  const isWeaker = kind === 'text' && before !== undefined && before.kind !== 'tag';
  if (before && !isWeaker && before.kind !== 'text' && before.kind !== kind) {
    throw new Error(`{${name}} is used as ${before.kind} and as ${kind}`);
  }
  found.arguments.set(name, {
    kind: isWeaker && before ? before.kind : kind,
    cases: new Set([...(before?.cases ?? []), ...cases]),
  });
}
