import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { buttonClass } from './button.js';
import styles from './error-page.module.css';
import { Screen } from './screen.js';

interface DeadEndProps {
  title: string;
  /** What happened. */
  children: ReactNode;
}

/** A screen that has nothing to show but the way back. */
export function DeadEnd({ title, children }: DeadEndProps) {
  const text = useText();
  return (
    <Screen title={title}>
      <div className={styles.words}>
        {children}
        <Link to="/" className={buttonClass('secondary')}>
          {text.errors.home}
        </Link>
      </div>
    </Screen>
  );
}
