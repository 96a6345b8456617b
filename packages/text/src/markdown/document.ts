/** A text as the server and the web client read it: nothing in it is HTML. */
export interface TextDocument {
  readonly blocks: readonly TextBlock[];
}

export type TextBlock =
  | { readonly type: 'paragraph'; readonly children: readonly TextInline[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly TextInline[] }
  /** `start` is the first number of a numbered list, null where items have bullets. */
  | {
      readonly type: 'list';
      readonly start: number | null;
      readonly items: readonly (readonly TextBlock[])[];
    }
  | { readonly type: 'quote'; readonly children: readonly TextBlock[] }
  | { readonly type: 'codeBlock'; readonly language: string | null; readonly text: string }
  | TextTable
  | { readonly type: 'thematicBreak' };

export type TextCell = readonly TextInline[];

export interface TextTable {
  readonly type: 'table';
  /** One for each column, null where the text does not say. */
  readonly alignments: readonly ('left' | 'center' | 'right' | null)[];
  readonly head: readonly TextCell[];
  /** Each is as long as the head. */
  readonly rows: readonly (readonly TextCell[])[];
}

export type TextInline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'emphasis' | 'strong' | 'strike'; readonly children: readonly TextInline[] }
  | { readonly type: 'code'; readonly text: string }
  | TextLink
  | { readonly type: 'mention'; readonly username: string }
  | { readonly type: 'tag'; readonly tag: string }
  | { readonly type: 'lineBreak' };

export interface TextLink {
  readonly type: 'link';
  readonly href: string;
  /** The host or mail address to show beside it; null where its text says so or it stays on this site. */
  readonly origin: string | null;
  readonly children: readonly TextInline[];
}

/** Gives the words of a block, without its marks. */
export function blockText(block: TextBlock): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineWords(block.children);
    case 'quote':
      return block.children.map(blockText).join(' ');
    case 'list':
      return block.items.flat().map(blockText).join(' ');
    case 'codeBlock':
      return block.text;
    case 'table':
      return cellsOf(block).map(inlineWords).join(' ');
    case 'thematicBreak':
      return '';
  }
}

/** Gives the words of an inline as they are shown. */
function inlineText(inline: TextInline): string {
  switch (inline.type) {
    case 'text':
    case 'code':
      return inline.text;
    case 'emphasis':
    case 'strong':
    case 'strike':
    case 'link':
      return inlineWords(inline.children);
    case 'mention':
      return `@${inline.username}`;
    case 'tag':
      return `#${inline.tag}`;
    case 'lineBreak':
      return '\n';
  }
}

/** Gives the words of inlines as they are shown, one after the other. */
export function inlineWords(inlines: readonly TextInline[]): string {
  return inlines.map(inlineText).join('');
}

/** Gives the cells of a table, row by row. */
function cellsOf({ head, rows }: TextTable): readonly TextCell[] {
  return [head, ...rows].flat();
}

/** Gives every inline of the blocks, the outer before the inner. */
export function* inlinesOf(blocks: readonly TextBlock[]): Generator<TextInline> {
  for (const block of blocks) {
    if (block.type === 'list') for (const item of block.items) yield* inlinesOf(item);
    else if (block.type === 'quote') yield* inlinesOf(block.children);
    else if (block.type === 'table') for (const cell of cellsOf(block)) yield* within(cell);
    else if ('children' in block) yield* within(block.children);
  }
}

function* within(inlines: readonly TextInline[]): Generator<TextInline> {
  for (const inline of inlines) {
    yield inline;
    if ('children' in inline) yield* within(inline.children);
  }
}
