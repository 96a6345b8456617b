import { truncate } from '../graphemes.js';
import { foldUsername } from '../usernames.js';
import { blockText, inlinesOf, type TextDocument } from './document.js';
import { Budget } from './limits.js';
import { tagJoiners } from './names.js';
import { parseMarkdown, readWithin } from './parse.js';

const maxMentions = 50;
const maxTags = 30;

/** What an excerpt may cost, so that a page of a hundred is read in the time of one text. */
const maxExcerptMarks = 100;
const maxExcerptBlockTokens = 300;

/** Gives the text as one line for a notification or a preview, cut with `…` at `maxLength` visible characters. */
export function plainText(text: TextDocument | string, maxLength: number): string {
  if (typeof text !== 'string') return truncate(wordsOf(text), maxLength);
  const beginning = beginningOf(text, maxLength);
  const words = wordsOf(readWithin(new Budget(maxExcerptMarks, maxExcerptBlockTokens), beginning));
  return truncate(beginning.length < text.length ? `${words}…` : words, maxLength);
}

/** Three marks for each letter that is shown, and room for a long address before the first. */
function beginningOf(source: string, maxLength: number): string {
  const length = 500 + 4 * maxLength;
  return source.length <= length ? source : source.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

function wordsOf({ blocks }: TextDocument): string {
  return blocks.map(blockText).join(' ').replace(/\s+/g, ' ').trim();
}

/** Gives the folded usernames the text mentions outside code and links, each once, the first 50. */
export function mentions(text: TextDocument | string): string[] {
  const found = new Set<string>();
  for (const inline of inlinesOf(documentOf(text).blocks)) {
    if (inline.type === 'mention') found.add(foldUsername(inline.username));
    if (found.size === maxMentions) break;
  }
  return [...found];
}

/** Gives the tags of the text in small letters outside code and links, each once, the first 30. */
export function tags(text: TextDocument | string): string[] {
  const found = new Set<string>();
  for (const inline of inlinesOf(documentOf(text).blocks)) {
    if (inline.type === 'tag') found.add(foldTag(inline.tag));
    if (found.size === maxTags) break;
  }
  return [...found];
}

/** Compatibility forms may bring spaces and brackets with them. */
const noPartOfTag = new RegExp(`[^\\p{L}\\p{M}\\p{N}${tagJoiners}]`, 'gu');
/** Joiners mean something between letters that connect and after vowel signs; elsewhere they only hide. */
const invisible =
  /(?<![\p{M}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}])[\u200c-\u200d]|(?![\u200c-\u200d])\p{Default_Ignorable_Code_Point}/gu;

/** Gives the form in which a tag is stored and looked up: small letters, without what cannot be seen. */
export function foldTag(tag: string): string {
  const letters = tag.normalize('NFKC').toLowerCase().replace(noPartOfTag, '');
  return letters.replace(invisible, '').normalize('NFKC');
}

function documentOf(text: TextDocument | string): TextDocument {
  return typeof text === 'string' ? parseMarkdown(text) : text;
}
