import type { StateBlock } from 'markdown-it';

/** Quotes count one, lists two; what is nested deeper stays plain text. */
export const maxBlockLevel = 16;

/** Wider tables stay as they were typed. */
const maxColumns = 30;

/** Takes lines as they are where they nest too deep: the parser by itself would drop them. */
export function blockLimitRule(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (silent || state.level < maxBlockLevel) return false;
  takeAsTyped(state, startLine, endLine);
  return true;
}

/** A table is as wide as the row under its head. */
export function wideTableRule(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (silent || startLine + 1 >= endLine) return false;
  const row = state.getLines(startLine + 1, startLine + 2, state.blkIndent, false).trim();
  const columns = row.replace(/^\||\|$/g, '').split('|').length;
  if (columns <= maxColumns || !/^[|:\- \t]+$/.test(row)) return false;
  takeAsTyped(state, startLine, endLine);
  return true;
}

/** Makes a paragraph of the lines up to an empty one. */
function takeAsTyped(state: StateBlock, startLine: number, endLine: number): void {
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line) && !isOutdented(state, line)) line += 1;
  state.push('paragraph_open', 'p', 1);
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line;
}

/** A negative count marks the lazy continuation of a quote. */
function isOutdented(state: StateBlock, line: number): boolean {
  const indent = state.sCount[line] ?? 0;
  return indent >= 0 && indent < state.blkIndent;
}
