import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './tabs.module.css';

/** The class of a choice; the current one says so by `aria-current`. */
export const chipClass = styles.chip ?? '';

/** Choices side by side, one of which holds; on a phone they are pushed along until that one is in sight. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav ref={useCurrentInSight()} className={styles.chips} aria-label={label}>
      {children}
    </nav>
  );
}

function useCurrentInSight() {
  const row = useRef<HTMLElement>(null);
  const { href } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another current choice
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
