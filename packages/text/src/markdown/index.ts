export type { TextBlock, TextDocument, TextInline, TextLink, TextTable } from './document.js';
export { maxSourceLength, parseMarkdown } from './parse.js';
export { foldTag, mentions, plainText, tags } from './reading.js';
