import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { plaza } from '../../app/plaza.js';
import { useEvent, useTopics } from '../../app/realtime.js';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { homeFeedQuery } from '../entries/entry-queries.js';
import styles from './new-posts.module.css';

/** "3 new": they wait above until they are asked for, so that nothing jumps while one reads. */
export function NewPosts({ since }: { since: string | null }) {
  const text = useText().home;
  const queryClient = useQueryClient();
  const queryKey = ['home', 'new', since];
  const { data } = useQuery({
    queryKey,
    queryFn: () => plaza.feeds.homeNew({ query: { since: since ?? '' } }),
    enabled: since !== null,
  });
  useTopics('feed:home');
  useEvent('entry.created', ({ kind }) => {
    if (kind !== 'post') return;
    // An empty feed has no place to count from: it is loaded anew.
    void queryClient.invalidateQueries({ queryKey: since === null ? homeFeedQuery.queryKey : queryKey });
  });
  const show = async () => {
    await queryClient.resetQueries({ queryKey: homeFeedQuery.queryKey });
    scrollTo({ top: 0 });
  };
  return (
    <div className={styles.place} role="status">
      {data && data.count > 0 && (
        <Button look="primary" className={styles.pill} onClick={show}>
          <ArrowUp size={16} aria-hidden="true" />
          {text.newPosts(data.count)}
        </Button>
      )}
    </div>
  );
}
