import type { Token } from 'markdown-it';
import { withoutBidiControls, withoutBidiTurns } from '../bidi.js';
import { hasInk } from '../clean.js';
import { undisclosedOrigin } from '../links.js';
import {
  blockText,
  inlineWords,
  type TextBlock,
  type TextCell,
  type TextDocument,
  type TextInline,
  type TextTable,
} from './document.js';
import { grammar } from './grammar.js';
import { Budget } from './limits.js';

/** In UTF-16 units: the longest body of the contract. */
export const maxSourceLength = 40_000;

/** What the longest text may hold: well above the densest documents, and read in about 30 ms at worst. */
const maxMarks = 5_000;
const maxBlockTokens = 6_000;

const maxInlineDepth = 12;
const maxLanguageLength = 32;

/** Faces and dashes; only code may consist of nothing else. */
const onlyMarks = /^[\s!-/:-@[-_{-~]*$/;

type Tokens = Iterator<Token, undefined>;

/**
 * Reads Markdown into a document: nothing in it is HTML, and a text of nothing but marks is shown as it was typed. Behind
 * 5,000 marks, 1,200 items of lists or 2,000 cells, the rest of the text stays as it was typed. Error: RangeError for a
 * source longer than `maxSourceLength`.
 */
export function parseMarkdown(source: string): TextDocument {
  if (source.length > maxSourceLength) {
    throw new RangeError(`A text has at most ${maxSourceLength} characters`);
  }
  return readWithin(new Budget(maxMarks, maxBlockTokens), source);
}

/** Reads a source of any length for no more than the budget. */
export function readWithin(budget: Budget, source: string): TextDocument {
  if (onlyMarks.test(source)) return { blocks: asTyped(source) };
  const blocks = readBlocks(grammar.parse(source, { budget }).values());
  return { blocks: blocks.some((block) => hasInk(blockText(block))) ? blocks : asTyped(source) };
}

/** One paragraph, of no more parts than another text has marks: behind them, line ends stand in the text. */
function asTyped(source: string): TextBlock[] {
  const children: TextInline[] = [];
  for (const [index, line] of withoutBidiTurns(source).trim().split('\n').entries()) {
    if (index > 0) append(children, index < maxMarks ? { type: 'lineBreak' } : textOf('\n'));
    append(children, textOf(line.trim()));
  }
  return hasInk(source) ? [{ type: 'paragraph', children }] : [];
}

function readBlocks(tokens: Tokens, end?: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  for (const token of until(tokens, end)) {
    switch (token.type) {
      case 'paragraph_open':
        blocks.push({ type: 'paragraph', children: readContent(tokens) });
        break;
      case 'heading_open':
        blocks.push({ type: 'heading', level: Number(token.tag.slice(1)), children: readContent(tokens) });
        break;
      case 'blockquote_open':
        blocks.push({ type: 'quote', children: readBlocks(tokens, 'blockquote_close') });
        break;
      case 'bullet_list_open':
        blocks.push({ type: 'list', start: null, items: readItems(tokens, 'bullet_list_close') });
        break;
      case 'ordered_list_open': {
        const start = Number(token.attrGet('start') ?? 1);
        blocks.push({ type: 'list', start, items: readItems(tokens, 'ordered_list_close') });
        break;
      }
      case 'fence':
        blocks.push({
          type: 'codeBlock',
          language: languageOf(token.info),
          text: withoutBidiTurns(token.content),
        });
        break;
      case 'table_open':
        blocks.push(readTable(tokens));
        break;
      case 'hr':
        blocks.push({ type: 'thematicBreak' });
        break;
    }
  }
  return blocks;
}

function readItems(tokens: Tokens, end: string): TextBlock[][] {
  const items: TextBlock[][] = [];
  for (const token of until(tokens, end)) {
    if (token.type === 'list_item_open') items.push(readBlocks(tokens, 'list_item_close'));
  }
  return items;
}

function readTable(tokens: Tokens): TextTable {
  const alignments: TextTable['alignments'][number][] = [];
  const rows: TextCell[][] = [];
  for (const token of until(tokens, 'table_close')) {
    if (token.type === 'tr_open') rows.push([]);
    else if (token.type === 'th_open') alignments.push(alignmentOf(token));
    if (token.type === 'th_open' || token.type === 'td_open') rows.at(-1)?.push(readContent(tokens));
  }
  const [head = [], ...others] = rows;
  return { type: 'table', alignments, head, rows: others };
}

function alignmentOf(token: Token): TextTable['alignments'][number] {
  const [, alignment] = /^text-align:(left|center|right)$/.exec(attribute(token, 'style')) ?? [];
  return alignment === 'left' || alignment === 'center' || alignment === 'right' ? alignment : null;
}

/** Reads the one inline token of a paragraph, a heading or a cell. */
function readContent(tokens: Tokens): TextInline[] {
  const children = tokens.next().value?.children ?? [];
  return readInlines(children.values(), { depth: 0, inLink: false });
}

interface InlineContext {
  depth: number;
  inLink: boolean;
}

function readInlines(tokens: Tokens, context: InlineContext): TextInline[] {
  const inlines: TextInline[] = [];
  let flattened = 0;
  for (const token of until(tokens)) {
    if (token.nesting < 0) {
      if (flattened === 0) break;
      flattened -= 1;
    } else if (token.nesting > 0 && isFlattened(token, context)) {
      flattened += 1;
    } else {
      append(inlines, readInline(token, tokens, context));
    }
  }
  return inlines;
}

/** What nests too deep, and a link in a link, gives its content to what it stands in. */
function isFlattened(token: Token, { depth, inLink }: InlineContext): boolean {
  return (
    depth === maxInlineDepth || (token.type === 'link_open' && (inLink || attribute(token, 'href') === ''))
  );
}

function readInline(token: Token, tokens: Tokens, context: InlineContext): TextInline {
  const deeper = { ...context, depth: context.depth + 1 };
  switch (token.type) {
    case 'em_open':
      return { type: 'emphasis', children: readInlines(tokens, deeper) };
    case 'strong_open':
      return { type: 'strong', children: readInlines(tokens, deeper) };
    case 's_open':
      return { type: 'strike', children: readInlines(tokens, deeper) };
    case 'link_open':
      return linkTo(attribute(token, 'href'), readInlines(tokens, { ...deeper, inLink: true }));
    case 'image':
      return readImage(token, context);
    case 'code_inline':
      return { type: 'code', text: shown(token.content, context) };
    case 'softbreak':
    case 'hardbreak':
      return { type: 'lineBreak' };
    case 'mention':
      return context.inLink ? textOf(`@${token.content}`) : { type: 'mention', username: token.content };
    case 'tag':
      return context.inLink ? textOf(`#${token.content}`) : { type: 'tag', tag: token.content };
    default:
      return textOf(shown(token.content, context));
  }
}

/** Pictures come as assets; one that is written into the text becomes a link to its address. */
function readImage(token: Token, context: InlineContext): TextInline {
  const href = attribute(token, 'src');
  const description = textOf(withoutBidiControls(plainContent(token.children ?? [])) || href);
  return context.inLink || href === '' ? description : linkTo(href, [description]);
}

function linkTo(href: string, children: TextInline[]): TextInline {
  const words = inlineWords(children);
  if (!hasInk(words)) return linkTo(href, [textOf(href)]);
  return { type: 'link', href, origin: undisclosedOrigin(href, words), children };
}

function textOf(text: string): TextInline {
  return { type: 'text', text };
}

/** What a link shows must not look other than it reads. */
function shown(text: string, { inLink }: InlineContext): string {
  return inLink ? withoutBidiControls(text) : withoutBidiTurns(text);
}

function plainContent(tokens: readonly Token[]): string {
  return tokens.map(({ children, content }) => (children ? plainContent(children) : content)).join('');
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

function languageOf(info: string): string | null {
  const [language = ''] = info.trim().split(/\s/, 1);
  return /^[\w+#.-]+$/.test(language) && language.length <= maxLanguageLength ? language.toLowerCase() : null;
}

function append(inlines: TextInline[], inline: TextInline): void {
  const last = inlines.at(-1);
  if (inline.type === 'text' && last?.type === 'text') {
    inlines[inlines.length - 1] = { type: 'text', text: last.text + inline.text };
  } else if (inline.type !== 'text' || inline.text !== '') {
    inlines.push(inline);
  }
}

/** Gives the tokens up to the one of type `end`, which it takes away. */
function* until(tokens: Tokens, end?: string): Generator<Token> {
  for (let next = tokens.next(); !next.done && next.value.type !== end; next = tokens.next()) {
    yield next.value;
  }
}
