import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { IconButton } from './button.js';
import styles from './dialog.module.css';

interface OpenDialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function OpenDialog({ title, onClose, children }: OpenDialogProps) {
  const text = useText();
  return (
    <Primitive.Root defaultOpen onOpenChange={(opens) => !opens && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.scrim} />
        <Primitive.Content className={styles.dialog} aria-describedby={undefined}>
          <div className={styles.head}>
            <Primitive.Title className={styles.title}>{title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label={text.common.close}>
                <X size={18} aria-hidden="true" />
              </IconButton>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
