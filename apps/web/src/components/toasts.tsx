import { X } from 'lucide-react';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { explanation } from './explanation.js';
import styles from './toasts.module.css';

interface Message {
  id: number;
  words: string;
  isError: boolean;
}

interface Toasts {
  say: (words: string) => void;
  complain: (error: unknown) => void;
}

const SHOWN_MS = 6_000;
const MOST = 3;
const ToastsContext = createContext<Toasts>({ say: () => undefined, complain: () => undefined });
let lastId = 0;

/** Short words about what just happened, read out as well as shown. */
export function ToastsProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [messages, setMessages] = useState<Message[]>([]);
  const show = useCallback((words: string, isError: boolean) => {
    lastId += 1;
    const message = { id: lastId, words, isError };
    setMessages((shown) => [...shown.slice(1 - MOST), message]);
  }, []);
  const dismiss = useCallback(
    (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id)),
    [],
  );
  const toasts = useMemo<Toasts>(
    () => ({
      say: (words) => show(words, false),
      complain: (error) => show(explanation(error, text), true),
    }),
    [show, text],
  );
  return (
    <ToastsContext value={toasts}>
      {children}
      <div className={styles.viewport} role="status">
        {messages.map((message) => (
          <Toast key={message.id} message={message} dismiss={dismiss} />
        ))}
      </div>
    </ToastsContext>
  );
}

function Toast({ message, dismiss }: { message: Message; dismiss: (id: number) => void }) {
  const text = useText();
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismiss(message.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, message.id, dismiss]);
  return (
    <div
      className={styles.toast}
      data-error={message.isError || undefined}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
    >
      <span>{message.words}</span>
      <button
        type="button"
        className={styles.close}
        aria-label={text.common.close}
        onClick={() => dismiss(message.id)}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

export function useToasts(): Toasts {
  return use(ToastsContext);
}
