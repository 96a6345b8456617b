import type { StateInline } from 'markdown-it';
import { safeHref } from '../links.js';
import { type InlineRule, isInWord, latinBefore, match, openDelimiters, textBefore } from './context.js';
import { spendAddress } from './limits.js';

const scheme = /(?<![@#\\])https?$/i;

/** Letters, marks and digits of any script, and between them what joins the parts of a word. */
const letter =
  '(?:(?!\\p{Default_Ignorable_Code_Point})[\\p{L}\\p{M}\\p{N}]|(?<=[^\\0-\\x7f])[·・\\u200c\\u200d](?=[^\\0-\\x7f])[\\p{L}\\p{M}\\p{N}])';
/** All signs but those of ASCII, so the typographic and full-width ones, belong to the sentence. */
const character = `(?:${letter}|[!#-;=?-Z^_a-z{|}~])`;
/** What follows a colon and is no port, such as `$PORT`, makes the whole no address. */
const authority = new RegExp(
  `://((?:${letter}|[._-])+)(?!${letter}|[._-])(:\\d{1,5}(?![\\w$%{]))?(?!:[\\w$%{])`,
  'uy',
);
/** A name and password before the host, which could be taken for it. */
const credentials = new RegExp(`://(?:${letter}|[!$%&'()*+,.:;=_~-]){0,256}@`, 'uy');
const run = new RegExp(`://${character}*`, 'uy');
/** Emphasis that was opened before the address is closed behind it. */
const paths = ['', '(?!\\*)', '(?!~~)', '(?!\\*|~~)'].map(
  (closer) => new RegExp(`[/?#](?:${closer}${character})*`, 'uy'),
);

/** No top-level domain mixes scripts: where another one begins, the sentence goes on. */
const latinLabel = /^[\p{sc=Latin}\d]+(?:[-_]+[\p{sc=Latin}\d]+)*/u;

const sentenceEnd = new Set(".,;:!?'*_~|)}");
const brackets: Record<string, string> = { ')': '(', '}': '{' };

/** An address that simply stands in the text becomes a link; one that leads nowhere is passed over in one go. */
export const bareAddressRule: InlineRule = (state, silent) => {
  if (silent) return false;
  const [protocol] = scheme.exec(textBefore(state, state.pos)) ?? [];
  if (protocol === undefined || !state.pending.endsWith(protocol)) return false;
  if (isInWord(state, state.pos - protocol.length, latinBefore)) return false;
  spendAddress(state);
  const address = addressAt(state);
  const href = address === null ? null : safeHref(protocol + address);
  if (address === null || href === null) return passOver(state);
  state.pending = state.pending.slice(0, -protocol.length);
  state.push('link_open', 'a', 1).attrs = [['href', href]];
  state.push('text', '', 0).content = protocol + address;
  state.push('link_close', 'a', -1);
  state.pos += address.length;
  return true;
};

/** Gives the address from its `://`; null where there is none, and where credentials stand before the host. */
function addressAt(state: StateInline): string | null {
  const [written, name] = match(authority, state);
  if (written === undefined || name === undefined || match(credentials, state).length > 0) return null;
  const lastLabel = name.lastIndexOf('.') + 1;
  const [latin] = latinLabel.exec(name.slice(lastLabel)) ?? [];
  const end = latin === undefined ? name.length : lastLabel + latin.length;
  if (end < name.length) return withoutSentenceEnd(`://${name.slice(0, end)}`);
  return withoutSentenceEnd(written + pathAt(state, state.pos + written.length));
}

function pathAt(state: StateInline, position: number): string {
  const closers = (openDelimiters(state, '*') > 0 ? 1 : 0) + (openDelimiters(state, '~') > 0 ? 2 : 0);
  const path = paths[closers];
  if (path === undefined) return '';
  path.lastIndex = position;
  return path.exec(state.src)?.[0] ?? '';
}

function passOver(state: StateInline): boolean {
  const [written] = match(run, state);
  if (written === undefined) return false;
  state.pending += written;
  state.pos += written.length;
  return true;
}

/** A closing bracket belongs to the address when it was opened there. */
function withoutSentenceEnd(address: string): string {
  const unopened = new Map(
    Object.entries(brackets).map(([close, open]) => [
      close,
      address.split(close).length - address.split(open).length,
    ]),
  );
  let end = address.length;
  for (; sentenceEnd.has(address.charAt(end - 1)); end -= 1) {
    const last = address.charAt(end - 1);
    const left = unopened.get(last);
    if (left === undefined) continue;
    if (left <= 0) break;
    unopened.set(last, left - 1);
  }
  return address.slice(0, end);
}
