import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useText } from '../../catalogue/catalogue.js';
import { itemsOf, listOptions } from '../../client/lists.js';
import { plaza } from '../../client/plaza.js';
import { Button } from '../../ui/button.js';
import { ErrorMessage } from '../../ui/error-message.js';
import { ListSkeleton } from '../../ui/skeleton.js';
import { Time } from '../../ui/time.js';
import { useToasts } from '../../ui/toasts.js';
import { SettingsSection } from '../settings/index.js';
import { deviceName } from './device-name.js';
import styles from './settings.module.css';

const sessionsQuery = listOptions(['sessions'], (query) => plaza.auth.sessions({ query }));

/** Where one is signed in, and how to end it. */
export function SessionsSettings() {
  const text = useText();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const list = useInfiniteQuery(sessionsQuery);
  const sessions = itemsOf(list.data);
  const { mutate: end } = useMutation({
    mutationFn: (sessionId: string | null) =>
      sessionId ? plaza.auth.revokeSession({ params: { sessionId } }) : plaza.auth.revokeOtherSessions(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
    onError: toasts.showError,
  });
  if (list.error && sessions.length === 0)
    return <ErrorMessage error={list.error} retry={() => void list.refetch()} />;
  return (
    <SettingsSection>
      <p className={styles.soft}>{text.settings.sessionsAbout}</p>
      {list.isPending && <ListSkeleton rows={2} />}
      <div>
        {sessions.map((session) => (
          <div key={session.id} className={styles.session}>
            <span>
              <strong title={session.device}>{deviceName(session.device)}</strong>
              {session.isCurrent && <> · {text.settings.thisDevice}</>}
              <br />
              <span className={styles.soft}>
                {session.ip} · {text.settings.lastSeen} <Time at={session.lastSeenAt} />
              </span>
            </span>
            {!session.isCurrent && (
              <Button look="quiet" onClick={() => end(session.id)}>
                {text.settings.endSession}
              </Button>
            )}
          </div>
        ))}
      </div>
      {list.hasNextPage && (
        <Button look="quiet" onClick={() => void list.fetchNextPage()}>
          {text.common.loadMore}
        </Button>
      )}
      {sessions.length > 1 && (
        <div>
          <Button look="danger" onClick={() => end(null)}>
            {text.settings.endOtherSessions}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}
