import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import { ModalFrame } from './dialog.js';
import styles from './dialog.module.css';

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
