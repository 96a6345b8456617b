import { parseMarkdown, type TextBlock, type TextInline, type TextTable } from '@plaza/text/markdown';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import styles from './markdown.module.css';

/** A person's text as elements: nothing in it is ever HTML. */
export function Markdown({ source }: { source: string }) {
  const { blocks } = useMemo(() => parseMarkdown(source), [source]);
  return (
    <div className={styles.text} dir="auto">
      <Blocks blocks={blocks} />
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly TextBlock[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a parsed text has no identities; it is parsed anew as a whole
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { block: TextBlock }) {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.children} />
        </p>
      );
    case 'heading':
      return (
        // biome-ignore lint/a11y/useSemanticElements: the level is the text's own, below those of the page
        <p className={styles.heading} role="heading" aria-level={Math.min(block.level + 2, 6)}>
          <Inlines inlines={block.children} />
        </p>
      );
    case 'list':
      return <List block={block} />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'codeBlock':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block is scrolled by keyboard too
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'table':
      return <Table table={block} />;
    case 'thematicBreak':
      return <hr />;
  }
}

function List({ block }: { block: Extract<TextBlock, { type: 'list' }> }) {
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <li key={index}>
      <Blocks blocks={item} />
    </li>
  ));
  return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
}

function Table({ table: { alignments, head, rows } }: { table: TextTable }) {
  const cellsOf = (row: TextTable['head'], Cell: 'th' | 'td') =>
    row.map((cell, column) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Cell key={column} style={{ textAlign: alignments[column] ?? 'start' }}>
        <Inlines inlines={cell} />
      </Cell>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too
    <div className={styles.table} tabIndex={0}>
      <table>
        <thead>
          <tr>{cellsOf(head, 'th')}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={index}>{cellsOf(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inlines({ inlines }: { inlines: readonly TextInline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  return inlines.map((inline, index) => <Inline key={index} inline={inline} />);
}

function Inline({ inline }: { inline: TextInline }) {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'emphasis':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      );
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.children} />
        </s>
      );
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <>
          <a href={inline.href} rel="noopener noreferrer nofollow ugc" target="_blank">
            <Inlines inlines={inline.children} />
          </a>
          {inline.origin !== null && <span className={styles.origin}> ({inline.origin})</span>}
        </>
      );
    case 'mention':
      return (
        <Link to="/@{$username}" params={{ username: inline.username }}>
          @{inline.username}
        </Link>
      );
    case 'tag':
      return `#${inline.tag}`;
    case 'lineBreak':
      return <br />;
  }
}
