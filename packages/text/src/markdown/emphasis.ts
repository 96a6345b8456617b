import type { MarkdownIt, StateInline } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';

type Delimiters = ReturnType<StateInline['scanDelims']>;

/** Scripts that put no space between words. The plugin knows some of them, and only for `*` and `~~`. */
const unspaced = [
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tibetan',
]
  .map((script) => `\\p{sc=${script}}`)
  .join('');
const endsUnspaced = new RegExp(`[${unspaced}]$`, 'u');
const beginsUnspaced = new RegExp(`^[${unspaced}]`, 'u');

const blankBefore = /(?:^|\s)$/u;
const blankAfter = /^(?:\s|$)/u;
/** What begins and ends other marks is read like a letter. */
const signBefore = /(?![`*~])[\p{P}\p{S}]$/u;
const signAfter = /^(?![`*~[@＠#＃﹟])[\p{P}\p{S}]/u;
const sentenceEndBefore = /[\p{Pe}\p{Pf}.,;:!?。，、．！？；：…]$/u;
const quotationAfter = /^[\p{Ps}\p{Pi}]/u;
/** Between signs; quotation marks open in one language and close in the next. */
const openingBefore = /(?:[\p{Ps}\p{Pi}\p{Pf}"'*_]|~~)$/u;
const closingAfter = /^(?:[\p{Pe}\p{Pi}\p{Pf}"'*_]|(?![#%&/@\\])\p{Po}|~~)/u;

/** Lets emphasis begin and end beside punctuation where no space can stand, and leaves faces such as `^_^` as they are. */
export function forgivingEmphasis(markdown: MarkdownIt): void {
  markdown.use(cjkFriendly);
  markdown.inline.State = class extends markdown.inline.State {
    override scanDelims(start: number, canSplitWord: boolean): Delimiters {
      const scanned = super.scanDelims(start, canSplitWord);
      const end = start + scanned.length;
      const before = this.src.slice(Math.max(0, start - 2), start);
      const after = this.src.slice(end, Math.min(this.posMax, end + 2));
      if (blankBefore.test(before) || blankAfter.test(after)) {
        return canSplitWord ? scanned : withoutBrackets(scanned, before, after);
      }
      return canSplitWord ? starsOf(scanned, before, after) : underscoresOf(scanned, before, after);
    }
  };
}

function starsOf(scanned: Delimiters, before: string, after: string): Delimiters {
  const splits = endsUnspaced.test(before) || beginsUnspaced.test(after);
  return splits ? { ...scanned, can_open: true, can_close: true } : scanned;
}

/** Unlike stars, underscores stand inside words and faces. */
function underscoresOf(scanned: Delimiters, before: string, after: string): Delimiters {
  if (signBefore.test(before) && signAfter.test(after)) {
    const can_close = closingAfter.test(after) || sentenceEndBefore.test(before);
    return { ...scanned, can_open: openingBefore.test(before), can_close };
  }
  const can_open = scanned.can_open || (endsUnspaced.test(before) && quotationAfter.test(after));
  const can_close = scanned.can_close || (sentenceEndBefore.test(before) && beginsUnspaced.test(after));
  return withoutBrackets({ ...scanned, can_open, can_close }, before, after);
}

/** Nothing opens before a closing bracket, or closes behind an opening one: they make the bow of `m(_ _)m`. */
function withoutBrackets(scanned: Delimiters, before: string, after: string): Delimiters {
  return {
    ...scanned,
    can_open: scanned.can_open && !/^\p{Pe}/u.test(after),
    can_close: scanned.can_close && !/\p{Ps}$/u.test(before),
  };
}
