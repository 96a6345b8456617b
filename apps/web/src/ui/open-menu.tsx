import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type ReactElement, useRef } from 'react';
import styles from './menu.module.css';
import type { MenuChoice } from './menu-choice.js';

interface OpenMenuProps {
  trigger: ReactElement;
  choices: MenuChoice[];
}

/** The list itself, open from the start: it is loaded because somebody asked for it. */
export function OpenMenu({ trigger, choices }: OpenMenuProps) {
  const chosen = useRef<MenuChoice>(null);
  /** Only once the focus is back at the trigger, so that a dialog which opens now can give it back there. */
  const act = () => {
    const choice = chosen.current;
    chosen.current = null;
    queueMicrotask(() => choice?.choose());
  };
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById('content')}>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} onCloseAutoFocus={act}>
          {choices.map((choice) => (
            <DropdownMenu.Item
              key={choice.label}
              className={styles.choice}
              data-dangerous={choice.isDangerous || undefined}
              data-group={choice.startsGroup || undefined}
              {...(choice.isChosen !== undefined && {
                role: 'menuitemradio',
                'aria-checked': choice.isChosen,
              })}
              onSelect={() => {
                chosen.current = choice;
              }}
            >
              {choice.icon}
              {choice.label}
              {choice.isChosen && <Check className={styles.chosen} size={16} aria-hidden="true" />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
