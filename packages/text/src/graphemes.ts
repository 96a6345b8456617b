const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** None of these joins with its neighbour, so that plain text needs no segmenting. */
const simple = /^[\n\x20-\x7e]*$/;

/** Counts the characters a person sees. */
export function graphemeLength(text: string): number {
  if (simple.test(text)) return text.length;
  let length = 0;
  for (const _ of segmenter.segment(text)) length += 1;
  return length;
}

/** Gives the text whole, or its first characters and `…`: together at most `maxLength` (1 or more) as a person counts. */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (simple.test(text.slice(0, maxLength + 1))) return `${text.slice(0, maxLength - 1).trimEnd()}…`;
  let length = 0;
  let end = 0;
  for (const { index } of segmenter.segment(text)) {
    if (length === maxLength - 1) end = index;
    if (length === maxLength) return `${text.slice(0, end).trimEnd()}…`;
    length += 1;
  }
  return text;
}
