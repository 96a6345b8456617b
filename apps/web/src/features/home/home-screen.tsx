import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Screen } from '../../app/screen.js';
import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { buttonClass } from '../../components/button.js';
import { homeFeedQuery, publicFeedQuery } from '../entries/entry-queries.js';
import { PostComposer } from '../entries/post-composer.js';
import { PostList } from '../entries/post-list.js';
import styles from './home-screen.module.css';
import { NewPosts } from './new-posts.js';

/** The home feed; what this place is for those who are not signed in. */
export function HomeScreen() {
  return useViewer() ? <Home /> : <Welcome />;
}

function Home() {
  const text = useText();
  const navigate = useNavigate();
  const feed = useInfiniteQuery(homeFeedQuery);
  return (
    <Screen title={text.navigation.home}>
      <PostComposer onDone={(post) => void navigate({ to: '/posts/$postId', params: { postId: post.id } })} />
      <NewPosts since={feed.data?.pages[0]?.newestCursor ?? null} />
      <PostList query={feed} empty={<Quiet />} />
    </Screen>
  );
}

function Quiet() {
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
    <Screen title={text.product} header={null}>
      <header className={styles.welcome}>
        <img src="/icon.svg" alt="" width={64} height={64} />
        <h1>{text.tagline}</h1>
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
      <h2>{text.home.latest}</h2>
      <PostList query={feed} empty={<p className={styles.none}>{text.home.nothingYet}</p>} />
    </Screen>
  );
}
