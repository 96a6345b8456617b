import { DropdownMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import type { MenuChoice } from './menu.js';
import styles from './menu.module.css';

interface OpenMenuProps {
  trigger: ReactElement;
  choices: MenuChoice[];
}

/** The list itself, open from the start: it is loaded because somebody asked for it. */
export function OpenMenu({ trigger, choices }: OpenMenuProps) {
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4}>
          {choices.map((choice) => (
            <DropdownMenu.Item
              key={choice.label}
              className={styles.choice}
              data-dangerous={choice.isDangerous || undefined}
              onSelect={choice.choose}
            >
              {choice.icon}
              {choice.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
