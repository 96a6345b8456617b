import { useViewer } from '../../app/viewer.js';
import { useText } from '../../catalogue/catalogue.js';
import { Avatar } from '../../components/avatar.js';
import { Button } from '../../components/button.js';
import { explanation } from '../../components/explanation.js';
import { Markdown } from '../../components/markdown.js';
import styles from './message-row.module.css';
import type { Outgoing } from './outbox.js';

interface OutgoingRowProps {
  outgoing: Outgoing;
  onRetry: (outgoing: Outgoing) => void;
  onDrop: (nonce: string) => void;
}

/** A message on its way, or one that did not get there. */
export function OutgoingRow({ outgoing, onRetry, onDrop }: OutgoingRowProps) {
  const text = useText();
  const viewer = useViewer();
  const hasFailed = outgoing.error !== null;
  return (
    <article className={styles.row} data-waiting={!hasFailed || undefined} aria-busy={!hasFailed}>
      <div>{viewer && <Avatar id={viewer.id} name={viewer.displayName} size={40} />}</div>
      <div>
        <Markdown source={outgoing.body} />
        {hasFailed && (
          <p className={styles.failed} role="alert">
            {text.messages.notSent(explanation(outgoing.error, text))}
            <Button look="quiet" onClick={() => onRetry(outgoing)}>
              {text.common.retry}
            </Button>
            <Button look="quiet" onClick={() => onDrop(outgoing.nonce)}>
              {text.common.delete}
            </Button>
          </p>
        )}
      </div>
    </article>
  );
}
