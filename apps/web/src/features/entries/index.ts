import type { Feature } from '../feature.js';
import { entriesRealtime } from './entries.realtime.js';

export {
  entryEntity,
  entryQuery,
  forgetPostLists,
  postList,
  postListKey,
  postsIn,
  rankedPostsQuery,
  refreshPostLists,
} from './entries.queries.js';
export { EntryHeader } from './entry-header.js';
export { PostComposer } from './post-composer.js';
export { PostList } from './post-list.js';
export { VoteButtons } from './vote-buttons.js';

/** Posts and comments wherever they are listed; the screen of one is the feature `post`. */
export const entries = {
  realtime: entriesRealtime,
  shortcuts: [
    { keys: 'j', label: (text) => text.shortcuts.next },
    { keys: 'k', label: (text) => text.shortcuts.previous },
  ],
} satisfies Feature;
