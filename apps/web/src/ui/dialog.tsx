import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useText } from '../catalogue/catalogue.js';
import { Button, IconButton } from './button.js';
import styles from './dialog.module.css';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Work in front of the page; a sheet from below on a phone. */
export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const text = useText();
  if (!isOpen) return null;
  return (
    <ModalFrame
      title={title}
      onClose={onClose}
      close={
        <IconButton label={text.common.close} onClick={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      }
    >
      {children}
    </ModalFrame>
  );
}

interface ConfirmProps {
  question: string;
  explanation: string;
  /** What will happen, as a verb: "Delete", "Leave". */
  action: string;
  isOpen: boolean;
  onAnswer: (isYes: boolean) => void;
}

/** A clear question before what cannot be undone; the harmless answer has the focus. */
export function Confirm({ question, explanation, action, isOpen, onAnswer }: ConfirmProps) {
  const text = useText();
  if (!isOpen) return null;
  return (
    <ModalFrame title={question} isQuestion onClose={() => onAnswer(false)}>
      <p>{explanation}</p>
      <div className={styles.actions}>
        <Button look="quiet" data-first onClick={() => onAnswer(false)}>
          {text.common.cancel}
        </Button>
        <Button look="danger" onClick={() => onAnswer(true)}>
          {action}
        </Button>
      </div>
    </ModalFrame>
  );
}

interface ModalFrameProps {
  title: string;
  onClose: () => void;
  /** A question has to be answered: a press outside does not close it. */
  isQuestion?: boolean;
  close?: ReactNode;
  children: ReactNode;
}

/** The browser's own dialog: it keeps the focus inside, the page behind inert, and gives the focus back. */
function ModalFrame({ title, onClose, isQuestion = false, close, children }: ModalFrameProps) {
  const frame = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = frame.current;
    if (!dialog) return;
    const opener = document.activeElement;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('input, textarea, select, [data-first]') ?? dialog).focus();
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return createPortal(
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key; the dialog has it by itself
    <dialog
      ref={frame}
      className={styles.dialog}
      tabIndex={-1}
      {...(isQuestion && { role: 'alertdialog', 'aria-describedby': `${id}-words` })}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !isQuestion) onClose();
      }}
    >
      <div className={styles.content}>
        <header className={styles.head}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {close}
        </header>
        <div id={`${id}-words`} className={styles.words}>
          {children}
        </div>
      </div>
    </dialog>,
    document.body,
  );
}
