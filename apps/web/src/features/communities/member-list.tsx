import type { Community, Member, Role } from '@plaza/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf } from '../../client/lists.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { PersonRow } from '../../ui/person.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { PresenceDot } from '../presence/index.js';
import { membersQuery, rolesQuery } from './communities.queries.js';
import styles from './member-list.module.css';

const ROW_HEIGHT = 56;
const AHEAD = 10;

interface MemberListProps {
  community: Community;
  onOpen?: () => void;
}

/** Who is in it, the oldest members first; only those in view are in the page, and subscribed to for their presence. */
export function MemberList({ community, onOpen }: MemberListProps) {
  const text = useText().communities;
  const list = useInfiniteQuery(membersQuery(community.id));
  const roles = useQuery(rolesQuery(community.id)).data?.items ?? [];
  const scroller = useRef<HTMLDivElement>(null);
  const members = itemsOf(list.data);
  const virtualizer = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => members[index]?.user.id ?? index,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (lastShown >= members.length - AHEAD && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [lastShown, members.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <section className={styles.list} aria-label={text.memberList}>
      <h2 className={styles.heading}>{text.members({ count: community.memberCount })}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard too */}
      <div ref={scroller} className={styles.scroller} tabIndex={0}>
        {list.isPending && <ListSkeleton rows={3} />}
        {list.error && members.length === 0 && (
          <ErrorMessage error={list.error} retry={() => void list.refetch()} />
        )}
        <ul className={styles.members} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const member = members[index];
            return (
              member && (
                <li key={key} className={styles.member} style={{ transform: `translateY(${start}px)` }}>
                  <MemberRow member={member} roles={roles} {...(onOpen && { onOpen })} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}

function MemberRow({ member, roles, onOpen }: { member: Member; roles: Role[]; onOpen?: () => void }) {
  const text = useText().communities;
  // The list of roles has the highest first.
  const highest = roles.find((role) => !role.isEveryone && member.roleIds.includes(role.id));
  const badge = member.isOwner ? text.owner : highest?.name;
  return (
    <PersonRow
      person={{ ...member.user, displayName: member.nickname ?? member.user.displayName }}
      mark={<PresenceDot userId={member.user.id} />}
      {...(onOpen && { onOpen })}
    >
      {badge && (
        <span className={styles.badge} data-owner={member.isOwner || undefined}>
          <bdi>{badge}</bdi>
        </span>
      )}
    </PersonRow>
  );
}
