import MarkdownIt, { type MarkdownIt as Parser } from 'markdown-it';
import { safeHref } from '../links.js';
import { bareAddressRule } from './addresses.js';
import { textOfMatch } from './context.js';
import { forgivingEmphasis } from './emphasis.js';
import { backslashRule } from './escapes.js';
import { blockLimitRule, markLimitRule, maxBlockLevel, wideTableRule } from './limits.js';
import { mentionRule, tagRule } from './names.js';

/** Everything up to a character that may mean something. */
const plainText = /[^\n!#＃﹟*:<@＠[\\\]_`~]+/y;
/** A link that nobody could see or follow. */
const emptyLinkText = /\[\s*\](?=\()/y;

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
  markdown.enable(['heading', 'hr', 'blockquote', 'list', 'fence', 'table']);
  markdown.enable(['newline', 'escape', 'backticks', 'emphasis', 'strikethrough']);
  markdown.enable(['link', 'image', 'autolink']);
  forgivingEmphasis(markdown);
  markdown.block.ruler.before('table', 'block_limit', blockLimitRule, { alt: ['list', 'blockquote'] });
  markdown.block.ruler.before('table', 'wide_table', wideTableRule);
  markdown.inline.ruler.at('text', textOfMatch(plainText));
  markdown.inline.ruler.after('text', 'mark_limit', markLimitRule);
  markdown.inline.ruler.at('escape', backslashRule);
  markdown.inline.ruler.before('link', 'empty_link', textOfMatch(emptyLinkText));
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
