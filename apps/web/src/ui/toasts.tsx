import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { explainError } from './error-message.js';
import styles from './toasts.module.css';

interface Message {
  id: number;
  words: string;
  isError: boolean;
  undo: (() => void) | undefined;
}

interface Toasts {
  /** With `undo` it can be taken back as long as the toast is shown. */
  show: (words: string, undo?: () => void) => void;
  showError: (error: unknown) => void;
}

const SHOWN_MS = 7_000;
const MAX_SHOWN = 3;
const ToastsContext = createContext<Toasts>({ show: () => undefined, showError: () => undefined });
let lastId = 0;

/** Short words about what just happened, read out as well as shown. */
export function ToastsProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [messages, setMessages] = useState<Message[]>([]);
  const add = useCallback((words: string, isError: boolean, undo?: () => void) => {
    lastId += 1;
    const message = { id: lastId, words, isError, undo };
    setMessages((shown) => [...shown.filter((one) => one.words !== words).slice(1 - MAX_SHOWN), message]);
  }, []);
  const dismiss = useCallback(
    (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id)),
    [],
  );
  const toasts = useMemo<Toasts>(
    () => ({
      show: (words, undo) => add(words, false, undo),
      showError: (error) => add(explainError(error, text), true),
    }),
    [add, text],
  );
  const viewport = useAboveAll(messages.at(-1)?.id);
  return (
    <ToastsContext value={toasts}>
      {children}
      <div ref={viewport} popover="manual" className={styles.viewport} role="status">
        {messages.map((message) => (
          <Toast key={message.id} message={message} dismiss={dismiss} />
        ))}
      </div>
    </ToastsContext>
  );
}

/** Lifts the toasts above an open dialog whenever there is a new one. */
function useAboveAll(newest: number | undefined) {
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (newest === undefined) return;
    const element = viewport.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [newest]);
  return viewport;
}

function Toast({ message, dismiss }: { message: Message; dismiss: (id: number) => void }) {
  const text = useText();
  const [isPaused, setIsPaused] = useState(false);
  const { id, undo } = message;
  useEffect(() => {
    if (isPaused) return;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isPaused, id, dismiss]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from disappearing
    <div
      className={styles.toast}
      data-error={message.isError || undefined}
      onPointerEnter={() => setIsPaused(true)}
      onPointerLeave={() => setIsPaused(false)}
      onFocus={() => setIsPaused(true)}
      onBlur={() => setIsPaused(false)}
    >
      <span className={styles.words}>{message.words}</span>
      {undo && (
        <button
          type="button"
          className={styles.undo}
          onClick={() => {
            dismiss(id);
            undo();
          }}
        >
          {text.common.undo}
        </button>
      )}
      <button
        type="button"
        className={styles.close}
        aria-label={text.common.close}
        onClick={() => dismiss(id)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

export function useToasts(): Toasts {
  return use(ToastsContext);
}
