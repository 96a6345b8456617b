import type { StateInline } from 'markdown-it';
import { safeHref } from '../links.js';

const wordBeforeMention = /[\p{L}\p{N}_@/]$/u;
const mention = /@([a-zA-Z0-9_]{3,32})(?![\p{L}\p{M}\p{N}_@])/uy;
const wordBeforeTag = /[\p{L}\p{N}_#&/]$/u;
const tag = /#([\p{L}\p{N}_][\p{L}\p{M}\p{N}_]{0,63})(?![\p{L}\p{M}\p{N}_])/uy;
const letter = /\p{L}/u;

const scheme = /(?<![\p{L}\p{N}_@#])https?$/iu;
const bareAddress = /:\/\/[^\s<>[\]\\`"]+/uy;
const sentenceEnd = new Set(".,;:!?'*_~)…。，、！？；：）」』】》”’");

type Rule = (state: StateInline, silent: boolean) => boolean;

/** `@name` where it does not stand inside a word or an address. */
export const mentionRule = on('@', (state, silent) => {
  const [whole, name] = match(mention, state);
  if (whole === undefined || name === undefined || wordBeforeMention.test(before(state, 2))) return false;
  if (!silent) state.push('mention', '', 0).content = name;
  state.pos += whole.length;
  return true;
});

/** `#tag`, up to 64 characters with a letter among them, where it does not stand inside a word. */
export const tagRule = on('#', (state, silent) => {
  const [whole, name] = match(tag, state);
  if (whole === undefined || name === undefined || !letter.test(name)) return false;
  if (wordBeforeTag.test(before(state, 2))) return false;
  if (!silent) state.push('tag', '', 0).content = name;
  state.pos += whole.length;
  return true;
});

/** An address that simply stands in the text becomes a link; one that leads nowhere is passed over in one go. */
export const bareAddressRule = on(':', (state, silent) => {
  const [start] = scheme.exec(before(state, 7)) ?? [];
  if (start === undefined || (!silent && !state.pending.endsWith(start))) return false;
  const [run] = match(bareAddress, state);
  if (run === undefined) return false;
  const rest = withoutSentenceEnd(run);
  const href = safeHref(start + rest);
  state.pos += href === null ? run.length : rest.length;
  if (silent) return true;
  if (href === null) {
    state.pending += run;
    return true;
  }
  state.pending = state.pending.slice(0, -start.length);
  state.push('link_open', 'a', 1).attrs = [['href', href]];
  state.push('text', '', 0).content = start + rest;
  state.push('link_close', 'a', -1);
  return true;
});

/** Every rule is asked at every sign, so it looks at one character before anything else. */
function on(character: string, rule: Rule): Rule {
  const code = character.charCodeAt(0);
  return (state, silent) => state.src.charCodeAt(state.pos) === code && rule(state, silent);
}

/** A closing bracket belongs to the address when it was opened there. */
function withoutSentenceEnd(run: string): string {
  let unopened = run.split(')').length - run.split('(').length;
  let end = run.length;
  for (; sentenceEnd.has(run.charAt(end - 1)); end -= 1) {
    if (run.charAt(end - 1) !== ')') continue;
    if (unopened <= 0) break;
    unopened -= 1;
  }
  return run.slice(0, end);
}

function match(pattern: RegExp, { pos, posMax, src }: StateInline): readonly (string | undefined)[] {
  pattern.lastIndex = pos;
  const found = pattern.exec(src);
  return found !== null && pattern.lastIndex <= posMax ? found : [];
}

function before({ pos, src }: StateInline, length: number): string {
  return src.slice(Math.max(0, pos - length), pos);
}
