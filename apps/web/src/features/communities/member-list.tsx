import type { Community } from '@plaza/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../components/button.js';
import { PersonRow } from '../../components/person-row.js';
import { ListSkeleton } from '../../components/skeleton.js';
import { membersQuery } from './community-queries.js';
import styles from './member-list.module.css';

/** Who is in it, the oldest members first. */
export function MemberList({ community }: { community: Community }) {
  const text = useText();
  const list = useInfiniteQuery(membersQuery(community.id));
  const members = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.list} aria-label={text.communities.memberList}>
      <h2 className={styles.heading}>{text.communities.members(community.memberCount)}</h2>
      {list.isPending && <ListSkeleton rows={3} />}
      {members.map((member) => (
        <PersonRow
          key={member.user.id}
          person={{ ...member.user, displayName: member.nickname ?? member.user.displayName }}
        >
          {member.isOwner && <span className={styles.owner}>{text.communities.owner}</span>}
        </PersonRow>
      ))}
      {list.hasNextPage && (
        <Button look="quiet" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
    </section>
  );
}
