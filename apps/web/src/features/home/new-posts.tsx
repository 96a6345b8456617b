import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useText } from '../../catalogue/catalogue.js';
import { loadAgain } from '../../client/cache.js';
import { plaza } from '../../client/plaza.js';
import { useEvent, useGap, useTopics } from '../../client/realtime.js';
import { useViewer } from '../../client/viewer.js';
import { Button } from '../../ui/button.js';
import { homeFeedQuery } from '../entries/entries.queries.js';
import styles from './new-posts.module.css';

const TOPIC = 'feed:home';

interface NewPostsProps {
  /** The newest place of the feed as it is shown; null before it is loaded. */
  since: string | null;
  isEmpty: boolean;
}

/** "3 new": they wait above until they are asked for, so that nothing jumps while one reads. */
export function NewPosts({ since, isEmpty }: NewPostsProps) {
  const text = useText().home;
  const queryClient = useQueryClient();
  const viewerId = useViewer()?.id;
  const queryKey = ['home', 'new', since];
  const { data } = useQuery({
    queryKey,
    queryFn: () => plaza.feeds.homeNew({ query: { since: since ?? '' } }),
    enabled: since !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  /** An empty feed has nothing to wait above: what comes is shown at once. */
  const lookAgain = () => {
    if (since !== null) loadAgain(queryClient, isEmpty ? homeFeedQuery.queryKey : queryKey);
  };
  useTopics(TOPIC);
  useGap(lookAgain, TOPIC);
  useEvent('entry.created', ({ kind, author }) => {
    if (kind === 'post' && (author.id !== viewerId || isEmpty)) lookAgain();
  });
  const show = async () => {
    scrollTo({ top: 0 });
    await queryClient.resetQueries({ queryKey: homeFeedQuery.queryKey });
  };
  return (
    <div className={styles.place} role="status">
      {data && data.count > 0 && !isEmpty && (
        <Button look="primary" className={styles.pill} onClick={show}>
          <ArrowUp size={16} aria-hidden="true" />
          {text.newPosts(data.count)}
        </Button>
      )}
    </div>
  );
}
