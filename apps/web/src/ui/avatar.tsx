import type { ReactNode } from 'react';
import styles from './avatar.module.css';

const HUES = 9;

interface AvatarProps {
  id: string;
  name: string;
  size?: 24 | 32 | 40 | 48 | 96;
  /** Communities are square, people round. */
  shape?: 'round' | 'square';
  /** A mark at its corner. */
  children?: ReactNode;
}

/** Initials on a colour that the id decides. The name is shown beside it, so it is not read out. */
export function Avatar({ id, name, size = 40, shape = 'round', children }: AvatarProps) {
  const hue = Number.parseInt(id.slice(-6), 16) % HUES;
  return (
    <span className={`${styles.avatar} ${styles[`hue${hue}`]} ${styles[`size${size}`]}`} data-shape={shape}>
      <span aria-hidden="true">{initials(name)}</span>
      {children}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const named = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return named.map((word) => [...(word ?? '?')][0]?.toUpperCase() ?? '').join('');
}
