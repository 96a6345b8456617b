import { limits } from '@plaza/contract';

/** Words that are addresses of other things. */
const RESERVED = new Set(['mine', 'new', 'search', 'discover']);
const SUFFIX_LENGTH = 6;
const FALLBACK = 'community';

export function isReservedHandle(handle: string): boolean {
  return RESERVED.has(handle);
}

/** A handle made of the name, and one more for when that is taken, made of the identifier as well. */
export function handlesFor(name: string, id: string): [string, string] {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-');
  const plain = cut(words, limits.communityHandle);
  const isUsable = plain.length >= 3 && !isReservedHandle(plain);
  const stem = cut(isUsable ? plain : FALLBACK, limits.communityHandle - SUFFIX_LENGTH - 1);
  const distinct = `${stem}-${id.replaceAll('-', '').slice(-SUFFIX_LENGTH)}`;
  return [isUsable ? plain : distinct, distinct];
}

function cut(words: string, length: number): string {
  return words.replace(/^-+/, '').slice(0, length).replace(/-+$/, '');
}
