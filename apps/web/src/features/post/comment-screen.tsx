import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorPage } from '../../ui/error-page.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { CommentNodes } from './comment-nodes.js';
import { CommentRow } from './comment-row.js';
import styles from './comment-screen.module.css';
import { contextQuery } from './post.queries.js';
import { useLiveComments } from './use-live-comments.js';

const route = getRouteApi('/posts/$postId/comments/$commentId');

/** One comment by its own link: what it replies to above, the replies to it below. */
export function CommentScreen() {
  const text = useText();
  const { postId, commentId } = route.useParams();
  const { data, error, refetch } = useQuery(contextQuery(commentId, 'best'));
  useLiveComments(postId);
  useEffect(() => {
    if (data) document.getElementById(`comment-${commentId}`)?.scrollIntoView({ block: 'center' });
  }, [data, commentId]);
  if (error && !data) return <ErrorPage error={error} retry={() => void refetch()} />;
  const title = data?.root.kind === 'post' ? data.root.title : text.app.product;
  return (
    <Screen title={title}>
      {!data && <ListSkeleton rows={3} />}
      {data && (
        <>
          <Link to="/posts/$postId" params={{ postId }}>
            {text.entries.wholeDiscussion}
          </Link>
          <div className={styles.ancestors}>
            {data.ancestors.map((ancestor) => (
              <CommentRow key={ancestor.id} entry={ancestor} />
            ))}
          </div>
          <div className={styles.comment}>
            <CommentRow entry={data.comment} />
          </div>
          <CommentNodes nodes={data.replies.items} baseDepth={data.comment.depth} sort="best" />
        </>
      )}
    </Screen>
  );
}
