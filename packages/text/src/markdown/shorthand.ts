import type { TextBlock, TextInline } from './document.js';
import { parseMarkdown } from './parse.js';

/** Gives what a source is read as on one line, for tests: what has a meaning stands in `⟨ ⟩`, blocks are parted by ` ¶ `. */
export function read(source: string): string {
  return parseMarkdown(source).blocks.map(blockShorthand).join(' ¶ ');
}

function blockShorthand(block: TextBlock): string {
  switch (block.type) {
    case 'paragraph':
      return inlineShorthands(block.children);
    case 'heading':
      return `⟨h${block.level} ${inlineShorthands(block.children)}⟩`;
    case 'quote':
      return `⟨quote ${block.children.map(blockShorthand).join(' ¶ ')}⟩`;
    case 'list':
      return `⟨list ${block.items.map((item) => item.map(blockShorthand).join(' ¶ ')).join(' • ')}⟩`;
    case 'codeBlock':
      return `⟨block ${block.text}⟩`;
    case 'table':
      return `⟨table ${[block.head, ...block.rows].map((row) => row.map(inlineShorthands).join(' | ')).join(' / ')}⟩`;
    case 'thematicBreak':
      return '⟨rule⟩';
  }
}

function inlineShorthands(inlines: readonly TextInline[]): string {
  return inlines.map(inlineShorthand).join('');
}

function inlineShorthand(inline: TextInline): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'lineBreak':
      return '⏎';
    case 'mention':
      return `⟨@${inline.username}⟩`;
    case 'tag':
      return `⟨#${inline.tag}⟩`;
    case 'code':
      return `⟨code ${inline.text}⟩`;
    case 'link': {
      const words = inlineShorthands(inline.children);
      return words === inline.href || `${words}/` === inline.href
        ? `⟨${words}⟩`
        : `⟨${words} → ${inline.href}⟩`;
    }
    case 'emphasis':
      return `⟨em ${inlineShorthands(inline.children)}⟩`;
    case 'strong':
    case 'strike':
      return `⟨${inline.type} ${inlineShorthands(inline.children)}⟩`;
  }
}
