import type { Post } from '@plaza/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorPage } from '../../ui/error-page.js';
import { Markdown } from '../../ui/markdown.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { EntryHeader, entryQuery, PostComposer, VoteButtons } from '../entries/index.js';
import { ProfileCard } from '../profile/index.js';
import { CommentTree } from './comment-tree.js';
import styles from './post-screen.module.css';
import { useLiveComments } from './use-live-comments.js';

const route = getRouteApi('/posts/$postId');

/** A post with all its comments. */
export function PostScreen() {
  const text = useText();
  const { postId } = route.useParams();
  const { edit = false } = route.useSearch();
  const navigate = useNavigate();
  const { data: entry, error, refetch } = useQuery(entryQuery(postId));
  useLiveComments(postId);
  if (error && !entry) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!entry)
    return (
      <Screen title={text.app.product} header={null}>
        <ListSkeleton rows={1} />
      </Screen>
    );
  if (entry.kind !== 'post') return <ErrorPage error={null} />;
  const stopEditing = () => void navigate({ to: '/posts/$postId', params: { postId }, replace: true });
  return (
    <Screen title={entry.title} header={null} aside={<ProfileCard username={entry.author.username} />}>
      {edit && entry.viewer.can.edit ? (
        <div className={styles.editing}>
          <h1 className="visually-hidden">{text.entries.editPost}</h1>
          <PostComposer post={entry} isFocused onDone={stopEditing} onCancel={stopEditing} />
        </div>
      ) : (
        <PostArticle post={entry} />
      )}
      <CommentTree root={entry} />
    </Screen>
  );
}

function PostArticle({ post }: { post: Post }) {
  const navigate = useNavigate();
  return (
    <article className={styles.post}>
      <EntryHeader
        entry={post}
        onEdit={() =>
          void navigate({ to: '/posts/$postId', params: { postId: post.id }, search: { edit: true } })
        }
        onDeleted={() => void navigate({ to: '/' })}
      />
      <h1 className={styles.title} dir="auto">
        {post.title}
      </h1>
      <Markdown source={post.body} />
      <div>
        <VoteButtons entry={post} />
      </div>
    </article>
  );
}
