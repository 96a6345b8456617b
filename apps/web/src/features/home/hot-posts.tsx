import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { plaza } from '../../client/plaza.js';
import styles from './hot-posts.module.css';

const SHOWN = 5;

const hotPostsQuery = {
  queryKey: ['hot-posts'],
  queryFn: () => plaza.posts.list({ query: { sort: 'hot', limit: SHOWN } }),
  staleTime: 5 * 60_000,
} as const;

/** What others talk about right now, beside the home feed. */
export function HotPosts() {
  const text = useText();
  const { data } = useQuery(hotPostsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <section className={styles.hot} aria-labelledby="hot-posts">
      <h2 id="hot-posts" className={styles.heading}>
        {text.home.hot}
      </h2>
      <ol className={styles.posts}>
        {data.items.map((post) => (
          <li key={post.id}>
            <Link to="/posts/$postId" params={{ postId: post.id }} className={styles.post}>
              <span className={styles.title} dir="auto">
                {post.title}
              </span>
              <span className={styles.soft}>
                <bdi>{post.author.displayName}</bdi> ·{' '}
                {text.entries.comments({ count: post.counters.descendants })}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <Link to="/explore" className={styles.all}>
        {text.navigation.explore}
      </Link>
    </section>
  );
}
