import type { Profile, UserId } from '@plaza/contract';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Ban, Lock } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { isolated } from '../../catalogue/isolated.js';
import { plaza } from '../../client/plaza.js';
import { useViewer } from '../../client/viewer.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { Menu } from '../../ui/menu.js';
import { useToasts } from '../../ui/toasts.js';
import { SignInLink } from '../identity/index.js';
import { useAccountItems } from '../settings/index.js';
import { FollowListDialog } from './follow-list-dialog.js';
import type { FollowList } from './profile.queries.js';
import styles from './profile-screen.module.css';
import { useRelation } from './use-relation.js';

export function ProfileHeader({ profile }: { profile: Profile }) {
  const text = useText().profile;
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <Avatar id={profile.id} name={profile.displayName} size={96} />
        <RelationButtons profile={profile} />
      </div>
      <div>
        <h1 className={styles.name}>
          <bdi>{profile.displayName}</bdi>
        </h1>
        <p className={styles.soft}>
          <bdi>@{profile.username}</bdi>
          {profile.isPrivate && (
            <span className={styles.tag}>
              <Lock size={12} aria-hidden="true" /> {text.private}
            </span>
          )}
          {profile.viewer.followsViewer && <span className={styles.tag}>{text.followsYou}</span>}
        </p>
      </div>
      {profile.bio && (
        <p dir="auto" className={styles.bio}>
          {profile.bio}
        </p>
      )}
      {profile.links.length > 0 && (
        <div className={styles.links}>
          {profile.links.map((link) => (
            <a key={link} href={link} rel="noopener noreferrer nofollow ugc me" target="_blank">
              {link.replace(/^https?:\/\//, '')}
            </a>
          ))}
        </div>
      )}
      <Counts profile={profile} />
    </header>
  );
}

function RelationButtons({ profile }: { profile: Profile }) {
  const text = useText();
  const { viewer } = profile;
  const { toggleFollow, toggleBlock } = useRelation(profile);
  const openDirect = useOpenDirect();
  const [isAsking, setIsAsking] = useState(false);
  const name = isolated(profile.displayName);
  const isStranger = useViewer() === null;
  if (viewer.isSelf) return <OwnButtons />;
  if (isStranger) {
    return <SignInLink className={buttonClass('primary')}>{text.profile.follow.none}</SignInLink>;
  }
  return (
    <div className={styles.buttons}>
      {viewer.blocking && (
        <Button look="secondary" onClick={toggleBlock}>
          {text.profile.unblock}
        </Button>
      )}
      {viewer.can.message && <Button onClick={() => openDirect(profile.id)}>{text.profile.message}</Button>}
      {(viewer.can.follow || viewer.follow !== 'none') && (
        <Button look={viewer.follow === 'none' ? 'primary' : 'secondary'} onClick={toggleFollow}>
          {text.profile.follow[viewer.follow]}
        </Button>
      )}
      {viewer.can.block && (
        <Menu
          label={text.navigation.more}
          items={[
            {
              label: viewer.blocking ? text.profile.unblock : text.profile.block,
              icon: <Ban size={16} />,
              isDangerous: !viewer.blocking,
              onSelect: viewer.blocking ? toggleBlock : () => setIsAsking(true),
            },
          ]}
        />
      )}
      <Confirm
        question={text.profile.blockQuestion({ name })}
        explanation={text.profile.blockExplanation}
        action={text.profile.block}
        isOpen={isAsking}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) toggleBlock();
        }}
      />
    </div>
  );
}

function OwnButtons() {
  const text = useText();
  return (
    <div className={styles.buttons}>
      <Link to="/settings/profile" className={buttonClass('secondary')}>
        {text.profile.edit}
      </Link>
      <Menu label={text.navigation.more} items={useAccountItems()} />
    </div>
  );
}

function Counts({ profile }: { profile: Profile }) {
  const text = useText().profile;
  const [list, setList] = useState<FollowList | null>(null);
  const { counts } = profile;
  if (!counts) return null;
  return (
    <div className={styles.counts}>
      <span>{text.postCount({ count: counts.posts })}</span>
      <button type="button" onClick={() => setList('followers')}>
        {text.followerCount({ count: counts.followers })}
      </button>
      <button type="button" onClick={() => setList('following')}>
        {text.followingCount({ count: counts.following })}
      </button>
      {list && <FollowListDialog userId={profile.id} list={list} onClose={() => setList(null)} />}
    </div>
  );
}

/** Opens the one conversation with somebody. */
function useOpenDirect(): (userId: UserId) => void {
  const toasts = useToasts();
  const navigate = useNavigate();
  const { mutate } = useMutation({
    mutationFn: (userId: UserId) => plaza.channels.openDirect({ body: { userId } }),
    onSuccess: (channel) => void navigate({ to: '/messages/$channelId', params: { channelId: channel.id } }),
    onError: toasts.showError,
  });
  return mutate;
}
