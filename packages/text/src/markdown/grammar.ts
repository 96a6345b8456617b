import MarkdownIt, { type MarkdownIt as Parser, type StateBlock } from 'markdown-it';
import { safeHref } from '../links.js';
import { bareAddressRule } from './addresses.js';
import { textOfMatch } from './context.js';
import { forgivingEmphasis } from './emphasis.js';
import { backslashRule } from './escapes.js';
import { mentionRule, tagRule } from './names.js';

/** Everything up to a character that may mean something. */
const plainText = /[^\n!#＃﹟*:<@＠[\\\]_`~]+/y;

/** Quotes count one, lists two; what is nested deeper stays plain text. */
const maxBlockLevel = 16;

/** Takes the lines up to the next empty one as they are, where the parser by itself would drop them. */
function deepParagraph(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (silent || state.level < maxBlockLevel) return false;
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line) && !isOutdented(state, line)) line += 1;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line;
  return true;
}

/** A negative count marks the lazy continuation of a quote. */
function isOutdented(state: StateBlock, line: number): boolean {
  const indent = state.sCount[line] ?? 0;
  return indent >= 0 && indent < state.blkIndent;
}

/** The parser decodes HTML entities in addresses; the subset has none, so an address is read again without. */
function readAddressesLiterally(markdown: Parser): void {
  const { parseLinkDestination } = markdown.helpers;
  markdown.helpers.parseLinkDestination = (source, start, max) => {
    const read = parseLinkDestination(source, start, max);
    if (!read.ok) return read;
    const written = source.slice(start, read.pos).replace(/^<|>$/g, '');
    return { ...read, str: written.replace(/\\([!-/:-@[-`{-~])/g, '$1') };
  };
}

function createGrammar(): Parser {
  const markdown = new MarkdownIt('zero', { maxNesting: maxBlockLevel + 4 });
  markdown.enable(['heading', 'hr', 'blockquote', 'list', 'fence']);
  markdown.enable([
    'newline',
    'escape',
    'backticks',
    'emphasis',
    'strikethrough',
    'link',
    'image',
    'autolink',
  ]);
  forgivingEmphasis(markdown);
  markdown.block.ruler.before('fence', 'deep_paragraph', deepParagraph);
  markdown.inline.ruler.at('text', textOfMatch(plainText));
  markdown.inline.ruler.at('escape', backslashRule);
  markdown.inline.ruler.push('bare_address', bareAddressRule);
  markdown.inline.ruler.push('mention', mentionRule);
  markdown.inline.ruler.push('tag', tagRule);
  markdown.normalizeLink = (address) => safeHref(address) ?? '';
  markdown.normalizeLinkText = (address) => address;
  markdown.validateLink = (href) => href !== '';
  readAddressesLiterally(markdown);
  return markdown;
}

/** The subset of Markdown that Plaza speaks, in a parser whose time grows linearly whatever it is given. */
export const grammar = createGrammar();
