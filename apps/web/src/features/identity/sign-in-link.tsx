import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface SignInLinkProps {
  className?: string;
  children: ReactNode;
}

/** Where a stranger would do something: the way to sign in, and back to here. */
export function SignInLink({ className, children }: SignInLinkProps) {
  const { href } = useLocation();
  return (
    <Link to="/login" search={{ next: href }} className={className}>
      {children}
    </Link>
  );
}
