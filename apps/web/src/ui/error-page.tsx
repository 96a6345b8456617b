import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { buttonClass } from './button.js';
import { ErrorMessage, isNotFound } from './error-message.js';
import styles from './error-page.module.css';
import { Screen } from './screen.js';

interface ErrorPageProps {
  error: unknown;
  retry?: () => void;
}

/** Instead of a screen that cannot be shown. */
export function ErrorPage({ error, retry }: ErrorPageProps) {
  const { errors } = useText();
  return (
    <PageWithWayBack title={isNotFound(error) ? errors.notFoundTitle : errors.title}>
      <ErrorMessage error={error} {...(retry && { retry })} />
    </PageWithWayBack>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { errors } = useText();
  return (
    <PageWithWayBack title={errors.notFoundTitle}>
      <p>{errors.noSuchPage}</p>
    </PageWithWayBack>
  );
}

function PageWithWayBack({ title, children }: { title: string; children: ReactNode }) {
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
