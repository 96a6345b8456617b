import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useText } from '../../catalogue/catalogue.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { Screen } from '../../ui/screen.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Conversation, channelQuery } from '../channels/index.js';
import { ConversationHeader } from './conversation-header.js';
import { ConversationList } from './conversation-list.js';
import styles from './messages-screen.module.css';

/** Conversations beside the one that is open; one of both on a phone. */
export function MessagesScreen() {
  const text = useText();
  const { channelId } = useParams({ strict: false });
  const { data: channel } = useQuery({ ...channelQuery(channelId ?? ''), enabled: channelId !== undefined });
  return (
    <Screen title={channel?.peer?.displayName ?? text.navigation.messages} fills>
      <div
        className={styles.panes}
        data-open={channelId !== undefined || undefined}
        data-covers-tabs={channelId !== undefined || undefined}
      >
        <div className={styles.list}>
          <h2 className={styles.heading}>{text.navigation.messages}</h2>
          <ConversationList openId={channelId} />
        </div>
        <div className={styles.open}>
          {channelId ? (
            <OpenConversation key={channelId} channelId={channelId} />
          ) : (
            <p className={styles.none}>{text.messages.chooseOne}</p>
          )}
        </div>
      </div>
    </Screen>
  );
}

function OpenConversation({ channelId }: { channelId: string }) {
  const { data: channel, error, refetch } = useQuery(channelQuery(channelId));
  return (
    <>
      <ConversationHeader peer={channel?.peer ?? null} />
      {channel && <Conversation channel={channel} />}
      {!channel && !error && <ListSkeleton />}
      {!channel && error && (
        <div className={styles.none}>
          <ErrorMessage error={error} retry={() => void refetch()} />
        </div>
      )}
    </>
  );
}
