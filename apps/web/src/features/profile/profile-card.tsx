import type { Profile } from '@plaza/contract';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { Button } from '../../ui/button.js';
import { PersonLink } from '../../ui/person.js';
import { profileQuery } from './profile.queries.js';
import styles from './profile-card.module.css';
import { useRelation } from './use-relation.js';

/** Who somebody is, beside what they wrote. */
export function ProfileCard({ username }: { username: string }) {
  const { data: profile } = useQuery(profileQuery(username));
  return profile ? <Card profile={profile} /> : null;
}

function Card({ profile }: { profile: Profile }) {
  const text = useText().profile;
  const { toggleFollow } = useRelation(profile);
  const { viewer, counts } = profile;
  return (
    <section className={styles.card} aria-label={profile.displayName}>
      <PersonLink person={profile} size={48} />
      {profile.bio && (
        <p dir="auto" className={styles.bio}>
          {profile.bio}
        </p>
      )}
      {counts && (
        <p className={styles.soft}>
          {text.postCount({ count: counts.posts })} · {text.followerCount({ count: counts.followers })}
        </p>
      )}
      {(viewer.can.follow || viewer.follow !== 'none') && (
        <Button look={viewer.follow === 'none' ? 'primary' : 'secondary'} onClick={toggleFollow}>
          {text.follow[viewer.follow]}
        </Button>
      )}
    </section>
  );
}
