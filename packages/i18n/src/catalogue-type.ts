import { type Argument, readMessage } from './arguments.js';
import type { Messages } from './node.js';

/** Writes the type of a catalogue from the messages of the language that the others follow. */
export function catalogueModule(messages: Messages, comment: string): string {
  const body = membersOf(messages, '  ');
  const needsValue = body.includes('TextValue');
  return [
    `// ${comment}`,
    ...(needsValue ? ["import type { TextValue } from '@plaza/i18n';", ''] : []),
    'export interface Catalogue {',
    `${body}}`,
    '',
  ].join('\n');
}

function membersOf(messages: Messages, indent: string): string {
  return Object.entries(messages)
    .map(([key, message]) => `${indent}${nameOf(key)}: ${typeOf(message, indent)};\n`)
    .join('');
}

function typeOf(message: Messages | string, indent: string): string {
  if (typeof message !== 'string') return `{\n${membersOf(message, `${indent}  `)}${indent}}`;
  const wanted = [...readMessage(message).arguments];
  if (wanted.length === 0) return 'string';
  const values = wanted.map(([name, argument]) => `${nameOf(name)}: ${valueType(argument)}`).join('; ');
  const isRich = wanted.some(([, { kind }]) => kind === 'tag');
  const element = isRich ? '<Element>' : '';
  const result = isRich ? 'string | Element | (string | Element)[]' : 'string';
  return `${element}(values: { ${values} }) => ${result}`;
}

function valueType({ kind, cases }: Argument): string {
  switch (kind) {
    case 'text':
      return 'TextValue';
    case 'number':
      return 'number';
    case 'date':
      return 'Date';
    case 'select':
      return [...cases].map((name) => `'${name}'`).join(' | ');
    case 'tag':
      return '(inside: (string | Element)[]) => Element';
  }
}

function nameOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
}
