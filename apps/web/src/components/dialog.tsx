import { lazy, type ReactNode, Suspense } from 'react';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

const OpenDialog = lazy(() => import('./open-dialog.js').then((module) => ({ default: module.OpenDialog })));

/** Work in front of the page; a sheet from below on a phone. */
export function Dialog({ isOpen, ...content }: DialogProps) {
  if (!isOpen) return null;
  return (
    <Suspense>
      <OpenDialog {...content} />
    </Suspense>
  );
}
