import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './tabs.module.css';

/** The class of a tab; the current one says so by `aria-current`. */
export const tabClass = styles.tab ?? '';

/** Links or buttons side by side, one of which is current; on a phone the row is scrolled until that one is in view. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav ref={useCurrentInView()} className={styles.tabs} aria-label={label}>
      {children}
    </nav>
  );
}

function useCurrentInView() {
  const row = useRef<HTMLElement>(null);
  const { href } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another current tab
  useEffect(() => {
    const frame = row.current?.getBoundingClientRect();
    const current = row.current?.querySelector('[aria-current]')?.getBoundingClientRect();
    if (frame && current) row.current?.scrollBy({ left: middle(current) - middle(frame) });
  }, [href]);
  return row;
}

function middle({ left, right }: DOMRect): number {
  return (left + right) / 2;
}
