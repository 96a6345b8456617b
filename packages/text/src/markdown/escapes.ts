import type { StateInline } from 'markdown-it';
import { type InlineRule, isInWord, match, textBefore } from './context.js';

const backslashes = /\\+/y;
const asciiSign = /[!-/:-@[-`{-~]/;
/** Before these, two backslashes are one: a single one would keep the mark from its meaning. */
const worthEscaping = /[*_~`[\]<#@]/;

const lineStart = /(?:^|\n)[ \t]*$/;
const numberAtLineStart = /(?:^|\n)[ \t]*\d{1,9}$/;
const beginsBlock = /[-+>*_~`#|]/;
const scheme = /https?$/i;
const slashes = /\/\//y;
const autolink = /<(?:[a-z][a-z0-9+.-]{1,31}:|[^\s<>@]{1,64}@)[^\s<>]*>/iy;
const tagStart = /[\p{L}\p{N}_]/uy;
const mentionStart = /[a-zA-Z0-9_]{3}/y;

/** No link text is longer where its brackets are escaped, and no path. */
const maxLinkText = 1000;
const maxPath = 260;
/** A longer run of one mark is no different. */
const maxRun = 32;
const lastWord = /(?<!\S)\S*$/;
const windowsPath = /(?<![\p{L}\p{N}])(?:[a-zA-Z]:\\|\\\\[\p{L}\p{N}?.])|(?:^|["'(])\.{1,2}\\/u;

/**
 * A backslash goes where it keeps a mark from its meaning, or breaks a line. Elsewhere it stays as it was typed, with what
 * follows: before letters, in paths and in faces.
 */
export const backslashRule: InlineRule = (state, silent) => {
  const [run] = match(backslashes, state);
  if (run === undefined) return false;
  const next = charAt(state, state.pos + run.length);
  if (run.length === 1 && next === '\n') return breakLine(state, silent);
  const { text, length } = readBackslashes(state, run, next);
  if (!silent) state.pending += text;
  state.pos += length;
  return true;
};

function readBackslashes(state: StateInline, run: string, next: string): { text: string; length: number } {
  const asTyped = asciiSign.test(next) ? run + next : run;
  if (isInPath(state, run)) return { text: asTyped, length: asTyped.length };
  if (run.length > 1 && worthEscaping.test(next)) return readPairs(run, next);
  if (run.length > 1) return { text: run, length: run.length };
  return isEscaped(state, next) ? { text: next, length: 2 } : { text: asTyped, length: asTyped.length };
}

/** Two backslashes are one, and the odd one keeps the mark from its meaning. */
function readPairs(run: string, mark: string): { text: string; length: number } {
  const kept = run.slice(run.length / 2);
  return run.length % 2 === 0
    ? { text: kept, length: run.length }
    : { text: kept.slice(1) + mark, length: run.length + 1 };
}

function breakLine(state: StateInline, silent: boolean): true {
  if (!silent) state.push('hardbreak', 'br', 0);
  state.pos += 2;
  while (charAt(state, state.pos) === ' ') state.pos += 1;
  return true;
}

/** Holds for a mark that would mean something if the one backslash before it were not there. */
function isEscaped(state: StateInline, mark: string): boolean {
  const before = textBefore(state, state.pos);
  if (beginsBlock.test(mark) && lineStart.test(before)) return true;
  switch (mark) {
    case '*':
    case '_':
    case '~':
      return isDelimiter(state, mark);
    case '`':
      return isAhead(state, '`', 2, state.src.length);
    case '[':
    case ']':
      return isAhead(state, '](', 1, maxLinkText);
    case '<':
      return isAt(state, autolink, 1);
    case '!':
      return charAt(state, state.pos + 2) === '[';
    case '(':
      return before.endsWith(']');
    case '.':
    case ')':
      return numberAtLineStart.test(before);
    case ':':
      return scheme.test(before) && isAt(state, slashes, 2);
    case '#':
    case '＃':
    case '﹟':
      return isAt(state, tagStart, 2) && !isInWord(state, state.pos);
    case '@':
    case '＠':
      return isAt(state, mentionStart, 2) && !isInWord(state, state.pos);
    default:
      return false;
  }
}

/** Reads the text around the backslash as if it were not there. */
function isDelimiter(state: StateInline, mark: string): boolean {
  const before = textBefore(state, state.pos);
  const after = state.src.slice(state.pos + 1, Math.min(state.posMax, state.pos + 1 + maxRun));
  const bare = new state.md.inline.State(before + after, state.md, state.env, []);
  if (mark === '~' && !after.startsWith('~~') && !before.endsWith('~')) return false;
  const { can_open, can_close } = bare.scanDelims(before.length, mark !== '_');
  return can_open || can_close;
}

function isInPath(state: StateInline, run: string): boolean {
  const [word = ''] = lastWord.exec(textBefore(state, state.pos, maxPath)) ?? [];
  return windowsPath.test(word + run);
}

function isAhead({ pos, src }: StateInline, text: string, offset: number, distance: number): boolean {
  return src.slice(pos + offset, pos + distance).includes(text);
}

function isAt(state: StateInline, pattern: RegExp, offset: number): boolean {
  pattern.lastIndex = state.pos + offset;
  return pattern.test(state.src);
}

function charAt({ posMax, src }: StateInline, position: number): string {
  return position < posMax ? src.charAt(position) : '';
}
