import type { StateInline } from 'markdown-it';

/** Letters of scripts that put spaces between words: next to one of them a sign belongs to the word. Others run on. */
const wordBefore = /(?:(?:(?=\p{L})[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]|\d)\p{M}*|_)$/u;
/** An address begins with a Latin word itself. */
export const latinBefore = /(?:(?:(?=\p{L})\p{sc=Latin}|\d)\p{M}*|_)$/u;

/** Far enough back to find the letter that a few combining marks sit on. */
const lookBehind = 12;

/** Delimiters looked at for an open one: enough for any sentence, and the same work for each mark. */
const maxDelimiters = 32;

const underscore = '_'.charCodeAt(0);

export type InlineRule = (state: StateInline, silent: boolean) => boolean;

/** Gives the match of a sticky pattern at the position of the parser and its groups; none if it reaches past the end. */
export function match(pattern: RegExp, { pos, posMax, src }: StateInline): readonly (string | undefined)[] {
  pattern.lastIndex = pos;
  const found = pattern.exec(src);
  return found !== null && pattern.lastIndex <= posMax ? found : [];
}

/** Takes what matches the sticky pattern as it is. */
export function textOfMatch(pattern: RegExp): InlineRule {
  return (state, silent) => {
    const [text] = match(pattern, state);
    if (text === undefined) return false;
    if (!silent) state.pending += text;
    state.pos += text.length;
    return true;
  };
}

/** Gives what stands before the position. */
export function textBefore({ src }: StateInline, position: number, length = lookBehind): string {
  return src.slice(Math.max(0, position - length), position);
}

/** Holds inside a word, where neither a name, a tag nor an address begins; `_` that opens emphasis is no part of one. */
export function isInWord(state: StateInline, position: number, word = wordBefore): boolean {
  const before = textBefore(state, position);
  return word.test(before) && !(before.endsWith('_') && followsOpener(state));
}

/** Holds where the last thing read was a `_` that opens emphasis. */
function followsOpener({ delimiters, tokens }: StateInline): boolean {
  const last = delimiters.at(-1);
  return last?.open === true && last.marker === underscore && last.token === tokens.length - 1;
}

/** Counts the delimiters of this marker that were opened and not closed again. */
export function openDelimiters({ delimiters }: StateInline, marker: string): number {
  const code = marker.charCodeAt(0);
  let depth = 0;
  for (const delimiter of delimiters.slice(-maxDelimiters)) {
    if (delimiter.marker !== code) continue;
    if (delimiter.close && depth > 0) depth -= 1;
    else if (delimiter.open) depth += 1;
  }
  return depth;
}
