import { type ReactNode, useEffect } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { useUnread } from '../features/notifications/unread.js';
import styles from './screen.module.css';
import { useWide } from './use-wide.js';

interface ScreenProps {
  /** The one first-level heading, and the title of the window, which also counts what is unread. */
  title: string;
  /** Shown instead of the plain title; must hold the first-level heading itself. */
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
  const { notifications } = useUnread();
  useEffect(() => {
    const name = title === text.product ? title : `${title} · ${text.product}`;
    document.title = notifications > 0 ? `(${notifications}) ${name}` : name;
  }, [title, text.product, notifications]);
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
