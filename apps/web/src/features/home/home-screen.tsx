import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { useViewer } from '../../client/viewer.js';
import { buttonClass } from '../../ui/button.js';
import { Screen } from '../../ui/screen.js';
import { forgetPostLists, PostComposer, PostList, postsIn } from '../entries/index.js';
import { homeFeedQuery, publicFeedQuery } from './home.queries.js';
import styles from './home-screen.module.css';
import { HotPosts } from './hot-posts.js';
import { NewPosts } from './new-posts.js';

/** The home feed; for strangers what Plaza is, and the public feed. */
export function HomeScreen() {
  return useViewer() ? <Home /> : <Welcome />;
}

function Home() {
  const text = useText();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const feed = useInfiniteQuery(homeFeedQuery);
  const open = async (postId: string) => {
    await navigate({ to: '/posts/$postId', params: { postId } });
    // Coming back, one finds the new post on top.
    forgetPostLists(queryClient);
  };
  return (
    <Screen title={text.navigation.home} aside={<HotPosts />}>
      <PostComposer onDone={(post) => void open(post.id)} />
      <NewPosts
        since={feed.data?.pages[0]?.newestCursor ?? null}
        isEmpty={feed.isSuccess && postsIn(feed.data).length === 0}
      />
      <PostList name="home" query={feed} empty={<EmptyHome />} />
    </Screen>
  );
}

function EmptyHome() {
  const text = useText();
  return (
    <div className={styles.quiet}>
      <h2>{text.home.quietTitle}</h2>
      <p>{text.home.quiet}</p>
      <Link to="/explore" className={buttonClass('primary')}>
        {text.navigation.explore}
      </Link>
    </div>
  );
}

function Welcome() {
  const text = useText();
  const feed = useInfiniteQuery(publicFeedQuery);
  return (
    <Screen title={text.app.product} header={null}>
      <header className={styles.welcome}>
        <img src="/icon.svg" alt="" width={64} height={64} />
        <h1>{text.app.tagline}</h1>
        <p>{text.home.about}</p>
        <div className={styles.join}>
          <Link to="/register" className={buttonClass('primary')}>
            {text.navigation.register}
          </Link>
          <Link to="/login" className={buttonClass('secondary')}>
            {text.navigation.signIn}
          </Link>
        </div>
      </header>
      <h2 className={styles.latest}>{text.home.latest}</h2>
      <PostList name="public" query={feed} empty={<p className={styles.none}>{text.home.nothingYet}</p>} />
    </Screen>
  );
}
