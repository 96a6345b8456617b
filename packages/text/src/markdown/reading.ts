import { truncate } from '../graphemes.js';
import { foldUsername } from '../usernames.js';
import { blockText, inlinesOf, type TextDocument } from './document.js';
import { tagJoiners } from './names.js';
import { parseMarkdown } from './parse.js';

const maxMentions = 50;
const maxTags = 30;

/** Gives the text as one line for a notification or a preview, cut with `…` at `maxLength` visible characters. */
export function plainText(text: TextDocument | string, maxLength: number): string {
  const words = documentOf(text).blocks.map(blockText).join(' ');
  return truncate(words.replace(/\s+/g, ' ').trim(), maxLength);
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
