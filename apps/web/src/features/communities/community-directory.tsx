import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { directoryQuery } from './communities.queries.js';
import styles from './community-directory.module.css';

/** Communities that the viewer may know of, to be searched by name. */
export function CommunityDirectory() {
  const text = useText();
  const [beginning, setBeginning] = useState('');
  const directory = useInfiniteQuery(directoryQuery(beginning.trim()));
  const communities = itemsOf(directory.data);
  return (
    <section className={styles.directory} aria-label={text.communities.find}>
      <h2 className={styles.heading}>{text.communities.discover}</h2>
      <TextField
        label={text.communities.find}
        type="search"
        maxLength={64}
        value={beginning}
        onChange={(event) => setBeginning(event.target.value)}
      />
      {directory.isSuccess && communities.length === 0 && (
        <p className={styles.soft}>{text.communities.none}</p>
      )}
      {communities.map((community) => (
        <Link
          key={community.id}
          to="/c/$handle"
          params={{ handle: community.handle }}
          className={styles.community}
        >
          <Avatar id={community.id} name={community.name} shape="square" />
          <span className={styles.words}>
            <bdi className={styles.name}>{community.name}</bdi>
            <span className={styles.soft}>{text.communities.members({ count: community.memberCount })}</span>
          </span>
        </Link>
      ))}
      {directory.hasNextPage && (
        <Button look="quiet" onClick={() => void directory.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  );
}
