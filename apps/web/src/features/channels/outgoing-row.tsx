import type { SharedMessage } from '@plaza/contract';
import { useText } from '../../catalogue/catalogue.js';
import { useViewer } from '../../client/viewer.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { explainError } from '../../ui/error-message.js';
import { Markdown } from '../../ui/markdown.js';
import { isGrouped } from './grouping.js';
import styles from './message-row.module.css';
import type { Outgoing } from './outbox.js';

interface OutgoingRowProps {
  outgoing: Outgoing;
  /** The newest message that has arrived. */
  previous: SharedMessage | undefined;
  /** Another one on its way is above it. */
  followsOutgoing: boolean;
  onRetry: (outgoing: Outgoing) => void;
  onDrop: (nonce: string) => void;
}

/** A message on its way, or one that did not get there. */
export function OutgoingRow({ outgoing, previous, followsOutgoing, onRetry, onDrop }: OutgoingRowProps) {
  const text = useText();
  const viewer = useViewer();
  const hasFailed = outgoing.refusal !== null;
  const message = {
    authorId: viewer?.id ?? '',
    createdAt: new Date().toISOString(),
    replyTo: outgoing.replyTo,
  };
  const continues = followsOutgoing || isGrouped(message, previous);
  return (
    <article
      className={styles.row}
      data-continues={continues || undefined}
      data-waiting={!hasFailed || undefined}
      aria-busy={!hasFailed}
    >
      <div className={styles.side}>
        {viewer && !continues && <Avatar id={viewer.id} name={viewer.displayName} size={40} />}
      </div>
      <div className={styles.content}>
        {viewer && !continues && (
          <header className={styles.header}>
            <bdi className={styles.name}>{viewer.displayName}</bdi>
          </header>
        )}
        <div className={styles.body}>
          <Markdown source={outgoing.body} />
          {!hasFailed && <span className={styles.pending}>{text.messages.sending}</span>}
        </div>
        {hasFailed && (
          <p className={styles.failed} role="alert">
            {text.messages.notSent({ why: explainError(outgoing.refusal, text) })}
            <Button look="quiet" onClick={() => onRetry(outgoing)}>
              {text.common.retry}
            </Button>
            <Button look="quiet" onClick={() => onDrop(outgoing.nonce)}>
              {text.messages.discard}
            </Button>
          </p>
        )}
      </div>
    </article>
  );
}
