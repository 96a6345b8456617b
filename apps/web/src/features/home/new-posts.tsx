import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { refreshQueries } from '../../client/cache.js';
import { useEvent, useGap, useTopics } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';
import { Button } from '../../ui/button.js';
import { homeFeedQuery, newPostsQuery } from './home.queries.js';
import styles from './new-posts.module.css';

const TOPIC = 'feed:home';

interface NewPostsProps {
  /** Cursor of the newest post that is shown; null before the feed is loaded. */
  since: string | null;
  isEmpty: boolean;
}

/** "3 new": they wait above until they are asked for, so that nothing jumps while one reads. */
export function NewPosts({ since, isEmpty }: NewPostsProps) {
  const text = useText().home;
  const queryClient = useQueryClient();
  const viewerId = useViewer()?.id;
  const query = newPostsQuery(since);
  const { data } = useQuery(query);
  /** New posts of an empty feed are shown at once: there is nothing that they could push away. */
  const refresh = () => {
    if (since !== null) refreshQueries(queryClient, isEmpty ? homeFeedQuery.queryKey : query.queryKey);
  };
  useTopics(TOPIC);
  useGap(refresh, TOPIC);
  useEvent('entry.created', ({ kind, author }) => {
    if (kind === 'post' && (author.id !== viewerId || isEmpty)) refresh();
  });
  const show = async () => {
    scrollTo({ top: 0 });
    await queryClient.resetQueries({ queryKey: homeFeedQuery.queryKey });
  };
  return (
    <div className={styles.region} role="status">
      {data && data.count > 0 && !isEmpty && (
        <Button look="primary" className={styles.pill} onClick={show}>
          <ArrowUp size={16} aria-hidden="true" />
          {text.newPosts({ count: Math.min(data.count, 99) })}
        </Button>
      )}
    </div>
  );
}
