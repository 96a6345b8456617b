import { Toast } from 'radix-ui';
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { explanation } from './explanation.js';
import styles from './toasts.module.css';

interface Message {
  id: number;
  words: string;
  isError: boolean;
  action?: { label: string; run: () => void } | undefined;
}

interface Toasts {
  say: (words: string, action?: Message['action']) => void;
  complain: (error: unknown) => void;
}

const ToastsContext = createContext<Toasts>({ say: () => undefined, complain: () => undefined });
let lastId = 0;

/** Short words about what just happened, read out as well as shown. */
export function ToastsProvider({ children }: { children: ReactNode }) {
  const text = useText();
  const [messages, setMessages] = useState<Message[]>([]);
  const show = useCallback((message: Omit<Message, 'id'>) => {
    lastId += 1;
    setMessages((shown) => [...shown.slice(-2), { ...message, id: lastId }]);
  }, []);
  const toasts = useMemo<Toasts>(
    () => ({
      say: (words, action) => show({ words, isError: false, action }),
      complain: (error) => show({ words: explanation(error, text), isError: true }),
    }),
    [show, text],
  );
  const dismiss = (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id));
  return (
    <ToastsContext value={toasts}>
      <Toast.Provider label={text.navigation.notifications}>
        {children}
        {messages.map((message) => (
          <Toast.Root
            key={message.id}
            className={styles.toast}
            data-error={message.isError || undefined}
            onOpenChange={(isOpen) => !isOpen && dismiss(message.id)}
          >
            <Toast.Description>{message.words}</Toast.Description>
            {message.action && (
              <Toast.Action
                altText={message.action.label}
                className={styles.action}
                onClick={message.action.run}
              >
                {message.action.label}
              </Toast.Action>
            )}
          </Toast.Root>
        ))}
        <Toast.Viewport className={styles.viewport} />
      </Toast.Provider>
    </ToastsContext>
  );
}

export function useToasts(): Toasts {
  return use(ToastsContext);
}
