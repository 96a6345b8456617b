import { lazy, Suspense } from 'react';

interface ConfirmProps {
  question: string;
  explanation: string;
  /** What will happen, as a verb: "Delete", "Leave". */
  action: string;
  isOpen: boolean;
  onAnswer: (isYes: boolean) => void;
}

const ConfirmDialog = lazy(() =>
  import('./confirm-dialog.js').then((module) => ({ default: module.ConfirmDialog })),
);

/** A clear question before what cannot be undone. */
export function Confirm({ isOpen, ...question }: ConfirmProps) {
  if (!isOpen) return null;
  return (
    <Suspense>
      <ConfirmDialog {...question} />
    </Suspense>
  );
}
