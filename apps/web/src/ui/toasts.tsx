import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { explanation } from './explanation.js';
import styles from './toasts.module.css';

interface Message {
  id: number;
  words: string;
  isError: boolean;
  undo: (() => void) | undefined;
}

interface Toasts {
  /** With `undo` it can be taken back as long as the words stand there. */
  say: (words: string, undo?: () => void) => void;
  complain: (error: unknown) => void;
}

const SHOWN_MS = 7_000;
const MOST = 3;
const ToastsContext = createContext<Toasts>({ say: () => undefined, complain: () => undefined });
let lastId = 0;

/** Short words about what just happened, read out as well as shown. */
export function ToastsProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [messages, setMessages] = useState<Message[]>([]);
  const show = useCallback((words: string, isError: boolean, undo?: () => void) => {
    lastId += 1;
    const message = { id: lastId, words, isError, undo };
    setMessages((shown) => [...shown.filter((one) => one.words !== words).slice(1 - MOST), message]);
  }, []);
  const dismiss = useCallback(
    (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id)),
    [],
  );
  const toasts = useMemo<Toasts>(
    () => ({
      say: (words, undo) => show(words, false, undo),
      complain: (error) => show(explanation(error, text), true),
    }),
    [show, text],
  );
  const place = useAboveAll(messages.at(-1)?.id);
  return (
    <ToastsContext value={toasts}>
      {children}
      <div ref={place} popover="manual" className={styles.viewport} role="status">
        {messages.map((message) => (
          <Toast key={message.id} message={message} dismiss={dismiss} />
        ))}
      </div>
    </ToastsContext>
  );
}

/** Lifts the place above an open dialog whenever there is something new to say. */
function useAboveAll(newest: number | undefined) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (newest === undefined) return;
    const element = place.current;
    element?.showPopover();
    return () => element?.hidePopover();
  }, [newest]);
  return place;
}

function Toast({ message, dismiss }: { message: Message; dismiss: (id: number) => void }) {
  const text = useText();
  const [isHeld, setIsHeld] = useState(false);
  const { id, undo } = message;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, id, dismiss]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from leaving
    <div
      className={styles.toast}
      data-error={message.isError || undefined}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
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
