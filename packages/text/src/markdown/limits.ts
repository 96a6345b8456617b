import type { Env, StateBlock, StateInline } from 'markdown-it';

/** Quotes count one, lists two; what is nested deeper stays plain text. */
export const maxBlockLevel = 16;

/** Wider tables stay as they were typed. */
const maxColumns = 30;

/**
 * What one text may cost to read. A mark is a character that may mean something, or a line end; an item of a list takes five
 * tokens, a cell of a table three. When either is spent, the rest of the text stays as it was typed.
 */
export class Budget {
  constructor(
    public marks: number,
    readonly blockTokens: number,
  ) {}
}

function budgetOf({ env }: { env: Env }): Budget {
  if (env.budget instanceof Budget) return env.budget;
  throw new TypeError('A text is read within a budget');
}

/** To take an address apart costs as much as several other marks. */
const addressMarks = 3;

/** Counts an address that was found in the text. */
export function spendAddress(state: StateInline): void {
  budgetOf(state).marks -= addressMarks;
}

const delimiterRun = /\*+|_+|~+|/y;

/** Stands behind the rule that takes plain text, so that it sees each mark once. */
export function markLimitRule(state: StateInline, silent: boolean): boolean {
  const budget = budgetOf(state);
  delimiterRun.lastIndex = state.pos;
  budget.marks -= silent ? 1 : Math.max(1, delimiterRun.exec(state.src)?.[0].length ?? 0);
  if (budget.marks >= 0) return false;
  if (!silent) state.pending += state.src.slice(state.pos, state.posMax);
  state.pos = state.posMax;
  return true;
}

/** Takes lines as they are where they nest too deep, which the parser by itself would drop, and where the budget is spent. */
export function blockLimitRule(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const isSpent = state.tokens.length > budgetOf(state).blockTokens;
  // Asked by lists and tables before their next item or row, whether they end here.
  if (silent) return isSpent;
  if (!isSpent && state.level < maxBlockLevel) return false;
  takeAsTyped(state, startLine, endLine, isSpent);
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
  takeAsTyped(state, startLine, endLine, false);
  return true;
}

/** Makes a paragraph of the lines up to an empty one, or to the end of the block that they stand in. */
function takeAsTyped(state: StateBlock, startLine: number, endLine: number, withEmptyLines: boolean): void {
  let line = startLine + 1;
  while (line < endLine && (state.isEmpty(line) ? withEmptyLines : !isOutdented(state, line))) line += 1;
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
