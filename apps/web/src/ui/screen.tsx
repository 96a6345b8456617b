import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from 'react';
import { useText } from '../catalogue/catalogue.js';
import styles from './screen.module.css';

/** How much is unread, for the title of the window. */
export const UnreadInTitle = createContext(0);

interface ScreenProps {
  /** The one first-level heading, and the title of the window, which also counts what is unread. */
  title: string;
  /** Shown instead of the plain title; must contain the first-level heading itself. */
  header?: ReactNode;
  /** What belongs to the middle: members, rules, a profile card. */
  aside?: ReactNode;
  /** Fills the window to its lower edge, for conversations; the heading is read out but not shown. */
  fills?: boolean;
  children: ReactNode;
}

/** The frame of every screen: heading, the work in the middle, what belongs to it beside. */
export function Screen({ title, header, aside, fills = false, children }: ScreenProps) {
  const text = useText();
  const isWide = useWide();
  const unread = use(UnreadInTitle);
  useEffect(() => {
    const name = title === text.app.product ? title : `${title} · ${text.app.product}`;
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
  }, [title, text.app.product, unread]);
  return (
    <div className={styles.screen} data-fills={fills || undefined}>
      <main id="content" tabIndex={-1} className={styles.main}>
        {fills && <h1 className="visually-hidden">{title}</h1>}
        {!fills && header === undefined && (
          <header className={styles.header}>
            <h1 className={styles.title}>{title}</h1>
          </header>
        )}
        {header}
        {children}
      </main>
      {aside && isWide && <aside className={styles.aside}>{aside}</aside>}
    </div>
  );
}

const WIDE = '(min-width: 1200px)';

/** Whether there is room for a third column; what has none is not loaded. */
function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const wide = matchMedia(WIDE);
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => matchMedia(WIDE).matches,
  );
}
