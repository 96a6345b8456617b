import type { StateInline } from 'markdown-it';
import { type InlineRule, isInWord, match, openDelimiters, textBefore } from './context.js';

const mention =
  /[@＠]([a-zA-Z0-9_]{3,32})(?!(?=\p{L})[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]|[\p{M}\d_@＠])/uy;

/** Before and after `@bob` they make an e-mail address of it, also where no space parts words. */
const endOfLocalPart = /(?:[\p{L}\p{M}\p{N}+-]|[^\s"]")$/u;
const restOfDomain = /[\p{L}\p{M}\p{N}-]{0,63}\.[a-zA-Z0-9]/uy;

/**
 * UAX 31 lets these stand inside an identifier: middle dots of Catalan and Japanese, joiners of Persian and Indic scripts,
 * geresh and gershayim, the Tibetan tsheg, the double hyphen of katakana. None of them ends a tag.
 */
export const tagJoiners = '_·\\u0387・･\\u200c-\\u200d׳״་༌゠';
const tagLetter = '[\\p{L}\\p{M}\\p{N}]';
const tag = new RegExp(
  `[#＃﹟]([\\p{L}\\p{N}_](?:${tagLetter}|[${tagJoiners}]{1,8}(?=${tagLetter})){0,63})(?!${tagLetter})`,
  'uy',
);

const minNameLength = 3;
const maxTagLength = 64;

/** A letter that can be seen. */
const letter = /(?!\p{Default_Ignorable_Code_Point})\p{L}/u;

/** `@name` where it does not stand inside a word, an e-mail address or a path. */
export const mentionRule: InlineRule = (state, silent) => {
  if (silent) return false;
  const [, found] = match(mention, state);
  if (found === undefined || /[@＠/]$/.test(textBefore(state, state.pos, 1))) return false;
  if (isInWord(state, state.pos) || isInEmailAddress(state, found.length + 1)) return false;
  const name = withoutClosers(found, openDelimiters(state, '_'));
  if (name.length < minNameLength) return false;
  state.push('mention', '', 0).content = name;
  state.pos += name.length + 1;
  return true;
};

/** `#tag`, up to 64 characters with a letter among them, where it does not stand inside a word or right behind a tag. */
export const tagRule: InlineRule = (state, silent) => {
  if (silent) return false;
  const [whole, name] = match(tag, state);
  if (whole === undefined || name === undefined || !isTag(name)) return false;
  if (/[#＃﹟&/]$/.test(textBefore(state, state.pos, 1)) || isInWord(state, state.pos)) return false;
  if (state.pending === '' && state.tokens.at(-1)?.type === 'tag') return false;
  state.push('tag', '', 0).content = name;
  state.pos += whole.length;
  return true;
};

function isTag(name: string): boolean {
  return letter.test(name) && [...name].length <= maxTagLength;
}

function isInEmailAddress(state: StateInline, length: number): boolean {
  restOfDomain.lastIndex = state.pos + length;
  return endOfLocalPart.test(textBefore(state, state.pos)) && restOfDomain.test(state.src);
}

/** The underscores at the end of a name close emphasis where some was opened. */
function withoutClosers(name: string, openers: number): string {
  let end = name.length;
  while (name.length - end < openers && name.charAt(end - 1) === '_') end -= 1;
  return name.slice(0, end);
}
