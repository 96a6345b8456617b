import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, useRef } from 'react';
import styles from './menu.module.css';

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  isDangerous?: boolean;
  /** A line is drawn above it. */
  startsGroup?: boolean;
  /** Set for one of several of which one is on at a time: whether it is this one. */
  isChecked?: boolean;
  onSelect: () => void;
}

interface OpenMenuProps {
  trigger: ReactElement;
  items: MenuItem[];
}

/** The list itself, open from the start: it is loaded because somebody asked for it. */
export function OpenMenu({ trigger, items }: OpenMenuProps) {
  const selected = useRef<MenuItem>(null);
  /** Only once the focus is back at the trigger, so that a dialog which opens now can give it back there. */
  const act = () => {
    const item = selected.current;
    selected.current = null;
    queueMicrotask(() => item?.onSelect());
  };
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById('content')}>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} onCloseAutoFocus={act}>
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.label}
              className={styles.item}
              data-dangerous={item.isDangerous || undefined}
              data-group={item.startsGroup || undefined}
              {...(item.isChecked !== undefined && {
                role: 'menuitemradio',
                'aria-checked': item.isChecked,
              })}
              onSelect={() => {
                selected.current = item;
              }}
            >
              {item.icon}
              {item.label}
              {item.isChecked && <Check className={styles.check} size={16} aria-hidden="true" />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
