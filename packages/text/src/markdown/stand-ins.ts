/*
 * A web bundle that puts these instead of `entities`, `linkify-it`, `mdurl`, `punycode.js` and `uc.micro` is 25 KB smaller.
 * The parser asks for them, but the subset has no HTML entities, and reads and finds addresses by rules of its own, so no
 * document differs by it.
 */

/** Instead of the table of HTML entities: gives the text as it is. */
export function decodeHTMLStrict(text: string): string {
  return text;
}

/** Instead of the finder of addresses, which is never called. */
export class LinkifyIt {}

/** Instead of lists of all punctuation and symbols: every engine knows them. */
export const P = /\p{P}/u;
export const S = /\p{S}/u;

/** Instead of what takes addresses apart and puts them together, which is never called. */
export {
  decodeHTMLStrict as decode,
  decodeHTMLStrict as encode,
  decodeHTMLStrict as format,
  decodeHTMLStrict as parse,
};

// biome-ignore lint/style/noDefaultExport: the parser imports it by default
export default {};
