import type { Comment, Post } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { Markdown } from '../../ui/markdown.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Time } from '../../ui/time.js';
import { revisionsQuery } from './entries.queries.js';
import styles from './revisions-dialog.module.css';

/** What an entry said before, the latest first. */
export function RevisionsDialog({ entry, onClose }: { entry: Post | Comment; onClose: () => void }) {
  const text = useText();
  const list = useInfiniteQuery(revisionsQuery(entry.id));
  const revisions = itemsOf(list.data);
  return (
    <Dialog title={text.entries.history} isOpen onClose={onClose}>
      {list.isPending && <ListSkeleton rows={2} />}
      {list.error && <ErrorMessage error={list.error} retry={() => void list.refetch()} />}
      <ol className={styles.revisions}>
        {revisions.map(({ title, body, replacedAt }) => (
          <li key={replacedAt} className={styles.revision}>
            <p className={styles.until}>
              {text.entries.until} <Time at={replacedAt} />
            </p>
            {title !== null && (
              <h3 dir="auto" className={styles.title}>
                {title}
              </h3>
            )}
            <Markdown source={body} />
          </li>
        ))}
      </ol>
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{text.common.loadMore}</Button>}
    </Dialog>
  );
}
