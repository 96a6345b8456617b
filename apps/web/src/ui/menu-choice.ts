import type { ReactNode } from 'react';

export interface MenuChoice {
  label: string;
  icon?: ReactNode;
  isDangerous?: boolean;
  /** A line stands above it. */
  startsGroup?: boolean;
  /** Set where one of several holds at a time: whether it is this one. */
  isChosen?: boolean;
  choose: () => void;
}
