import type { ReactNode } from 'react';

export interface MenuChoice {
  label: string;
  icon?: ReactNode;
  isDangerous?: boolean;
  /** A line stands above it. */
  startsGroup?: boolean;
  choose: () => void;
}
