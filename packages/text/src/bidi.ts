/** Marks that only lean on their neighbours: harmless in running text, a disguise in a name. */
const marks = '\\u061c\\u200e\\u200f';
/** Embeddings, overrides and isolates: they turn round whatever follows. */
const turns = '\\u202a-\\u202e\\u2066-\\u2069';

const turning = new RegExp(`[${turns}]`, 'g');
const controlling = new RegExp(`[${marks}${turns}]`, 'g');

/** Takes out what could turn round the text that follows; left-to-right and right-to-left marks stay. */
export function withoutBidiTurns(text: string): string {
  return text.replace(turning, '');
}

/** Takes out every bidirectional control character: for names, file names and what links show. */
export function withoutBidiControls(text: string): string {
  return text.replace(controlling, '');
}
