import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { Button, IconButton } from './button.js';
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
  /** Something else is still empty, such as a title. */
  isIncomplete?: boolean;
  /** Enter sends, Shift+Enter breaks the line; else Ctrl+Enter sends. */
  sendsOnEnter?: boolean;
  /** One line with a small button, as in a chat. */
  isCompact?: boolean;
  /** Takes the focus whenever this changes; absent where it must not take it by itself. */
  focusOn?: string | undefined;
  /** Why nothing can be sent right now. */
  blockedBy?: string | undefined;
  /** Quiet words below the text. */
  hint?: string | undefined;
  /** Fields above the text, such as a title. */
  above?: ReactNode;
  /** Choices beside the button, such as the audience. */
  beside?: ReactNode;
  /** Returns false where it was refused; then the text stays. */
  onSend: (body: string) => boolean | Promise<boolean>;
  onTyping?: () => void;
  /** Up was pressed in the empty field. */
  onEmptyUp?: () => void;
  onCancel?: () => void;
}

/** Where people write: grows with the text, keeps it until it is sent. */
export function Composer(props: ComposerProps) {
  const { label, maxLength, draftKey, initial = '', isSending = false, isCompact = false } = props;
  const [body, setBody] = useDraft(draftKey, initial);
  const field = useFocus(props.focusOn);
  const noteId = useId();
  const note = props.blockedBy ?? props.hint;
  const cannotSend =
    body.trim() === '' || isSending || props.isIncomplete === true || props.blockedBy !== undefined;

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (cannotSend) return;
    if (await props.onSend(body)) setBody('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && props.onCancel) return props.onCancel();
    if (event.key === 'ArrowUp' && body === '' && props.onEmptyUp) {
      event.preventDefault();
      return props.onEmptyUp();
    }
    if (event.key !== 'Enter') return;
    const isAlone = !event.shiftKey && !hasTouch();
    const sends = (props.sendsOnEnter && isAlone) || event.ctrlKey || event.metaKey;
    if (sends) void send(event);
  };
  return (
    <form className={styles.composer} data-compact={isCompact || undefined} onSubmit={send}>
      {props.above}
      <textarea
        ref={field}
        className={styles.text}
        aria-label={label}
        aria-describedby={note && noteId}
        placeholder={label}
        value={body}
        maxLength={maxLength}
        rows={1}
        dir="auto"
        onChange={(event) => {
          setBody(event.target.value);
          if (event.target.value !== '') props.onTyping?.();
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.foot}>
        {props.beside}
        {note && (
          <span id={noteId} className={styles.note} role="status">
            {note}
          </span>
        )}
        <Buttons {...props} left={maxLength - body.length} isDisabled={cannotSend} />
      </div>
    </form>
  );
}

interface ButtonsProps extends ComposerProps {
  /** Characters that still fit. */
  left: number;
  isDisabled: boolean;
}

function Buttons({ left, isDisabled, maxLength, isCompact, action, onCancel }: ButtonsProps) {
  const text = useText();
  return (
    <span className={styles.end}>
      {left < maxLength * 0.1 && (
        <span className={styles.left} role="status">
          {left}
        </span>
      )}
      {onCancel && !isCompact && (
        <Button look="quiet" onClick={onCancel}>
          {text.common.cancel}
        </Button>
      )}
      {isCompact ? (
        <IconButton label={action} look="primary" type="submit" disabled={isDisabled}>
          <SendHorizontal size={18} aria-hidden="true" className="turns-with-text" />
        </IconButton>
      ) : (
        <Button look="primary" type="submit" disabled={isDisabled}>
          {action}
        </Button>
      )}
    </span>
  );
}

/** Puts the cursor behind the text. With touch that would open the keyboard over what one reads. */
function useFocus(focusOn: string | undefined) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    if (focusOn === undefined || !element || (hasTouch() && element.value === '')) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [focusOn]);
  return field;
}

/** Whether fingers are what this device is used with: there is no hovering, and a focus opens a keyboard. */
function hasTouch(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}
