import type { Post } from '@plaza/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { Markdown } from '../../ui/markdown.js';
import { EntryHeader } from './entry-header.js';
import styles from './post-card.module.css';
import { VoteButtons } from './vote-buttons.js';

/** A post in a list: its beginning, and what can be done at once. */
export function PostCard({ post }: { post: Post }) {
  const text = useText().entries;
  const navigate = useNavigate();
  const params = { postId: post.id };
  return (
    <article className={styles.card} aria-labelledby={`title-${post.id}`} data-entry={post.id}>
      <EntryHeader
        entry={post}
        onEdit={() => void navigate({ to: '/posts/$postId', params, search: { edit: true } })}
      />
      <h2 id={`title-${post.id}`} className={styles.title} dir="auto">
        <Link to="/posts/$postId" params={params} className={styles.link}>
          {post.title}
        </Link>
      </h2>
      <div className={styles.body}>
        <Markdown source={post.body} />
      </div>
      <div className={styles.actions}>
        <VoteButtons entry={post} />
        <Link to="/posts/$postId" params={params} className={styles.comments}>
          <MessageSquare size={18} aria-hidden="true" />
          {text.comments({ count: post.counters.descendants })}
        </Link>
      </div>
    </article>
  );
}
