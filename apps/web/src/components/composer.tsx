import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import styles from './composer.module.css';
import { useDraft } from './use-draft.js';

interface ComposerProps {
  /** What the field is for, read out and shown while it is empty. */
  label: string;
  /** Words on the button. */
  action: string;
  maxLength: number;
  /** Names the draft, which survives a reload; absent for edits. */
  draftKey?: string;
  initial?: string;
  isSending?: boolean;
  /** Enter sends, Shift+Enter breaks the line; else Ctrl+Enter sends. */
  sendsOnEnter?: boolean;
  isFocused?: boolean;
  /** Fields above the text, such as a title. */
  above?: ReactNode;
  /** Choices beside the button, such as the audience. */
  beside?: ReactNode;
  /** Gives false where it was not taken, and the words stay. */
  onSend: (body: string) => boolean | Promise<boolean>;
  onTyping?: () => void;
  onCancel?: () => void;
}

/** Where people write: grows with the text, keeps it until it is sent. */
export function Composer({
  label,
  action,
  maxLength,
  draftKey,
  initial = '',
  isSending = false,
  sendsOnEnter = false,
  isFocused = false,
  above,
  beside,
  onSend,
  onTyping,
  onCancel,
}: ComposerProps) {
  const text = useText();
  const [body, setBody] = useDraft(draftKey, initial);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = body.trim() === '';

  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, [isFocused]);

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (isEmpty || isSending) return;
    if (await onSend(body)) setBody('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && onCancel) return onCancel();
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const sends = sendsOnEnter ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (sends) void send(event);
  };
  return (
    <form className={styles.composer} onSubmit={send}>
      {above}
      <textarea
        ref={field}
        className={styles.text}
        aria-label={label}
        placeholder={label}
        value={body}
        maxLength={maxLength}
        rows={1}
        dir="auto"
        onChange={(event) => {
          setBody(event.target.value);
          onTyping?.();
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.foot}>
        {beside}
        <span className={styles.end}>
          {body.length > maxLength * 0.9 && (
            <span className={styles.left} role="status">
              {maxLength - body.length}
            </span>
          )}
          {onCancel && (
            <Button look="quiet" onClick={onCancel}>
              {text.common.cancel}
            </Button>
          )}
          <Button look="primary" type="submit" disabled={isEmpty || isSending}>
            {action}
          </Button>
        </span>
      </div>
    </form>
  );
}
