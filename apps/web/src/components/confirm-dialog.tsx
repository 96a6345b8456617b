import { AlertDialog } from 'radix-ui';
import { useText } from '../catalogue/catalogue.js';
import { Button } from './button.js';
import styles from './dialog.module.css';

interface ConfirmDialogProps {
  question: string;
  explanation: string;
  action: string;
  onAnswer: (isYes: boolean) => void;
}

export function ConfirmDialog({ question, explanation, action, onAnswer }: ConfirmDialogProps) {
  const text = useText();
  return (
    <AlertDialog.Root defaultOpen onOpenChange={(opens) => !opens && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={styles.scrim} />
        <AlertDialog.Content className={styles.dialog}>
          <AlertDialog.Title className={styles.title}>{question}</AlertDialog.Title>
          <AlertDialog.Description>{explanation}</AlertDialog.Description>
          <div className={styles.actions}>
            <AlertDialog.Cancel asChild>
              <Button look="quiet">{text.common.cancel}</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look="danger" onClick={() => onAnswer(true)}>
                {action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
