import type { Message } from '@plaza/contract';
import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { Button } from '../../components/button.js';
import { explanation } from '../../components/explanation.js';
import { Markdown } from '../../components/markdown.js';
import styles from './message-row.module.css';
import type { Outgoing } from './outbox.js';

/** As with messages that are there: within this time they stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

interface OutgoingRowProps {
  outgoing: Outgoing;
  /** The message above it; absent where another one on its way stands there. */
  previous: Message | undefined;
  onRetry: (outgoing: Outgoing) => void;
  onDrop: (nonce: string) => void;
}

/** A message on its way, or one that did not get there. */
export function OutgoingRow({ outgoing, previous, onRetry, onDrop }: OutgoingRowProps) {
  const text = useText();
  const viewer = useViewer();
  const hasFailed = outgoing.refusal !== null;
  const isAlone =
    previous &&
    (previous.author.id !== viewer?.id || Date.now() - Date.parse(previous.createdAt) > TOGETHER_MS);
  const continues = !isAlone && outgoing.replyTo === null;
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
            {text.messages.notSent(explanation(outgoing.refusal, text))}
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
