import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import type { Shortcut } from '../features/feature.js';
import { Dialog } from '../ui/dialog.js';
import { focusSoon, type KeyActions, useShortcuts } from '../ui/keyboard.js';
import { features } from './features.js';
import styles from './shortcut-help.module.css';

const declared = features.flatMap(({ shortcuts = [] }) => shortcuts);
/** Single keys first, then those in a row, each in the order of the features. */
const shortcuts: Shortcut[] = [
  ...declared.toSorted((one, other) => one.keys.length - other.keys.length),
  { keys: '?', label: (text) => text.shortcuts.help },
  { keys: 'Esc', label: (text) => text.shortcuts.close },
];

/** Handles the keys that open a screen, and shows the list of all keys on `?`. */
export function ShortcutHelp() {
  const text = useText();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const actions: KeyActions = { '?': () => setIsOpen(true) };
  for (const { keys, to, focus } of declared) {
    if (!to) continue;
    actions[keys] = () => void navigate({ to }).then(() => focus && focusSoon(focus));
  }
  useShortcuts(actions);
  return (
    <Dialog title={text.shortcuts.title} isOpen={isOpen} onClose={() => setIsOpen(false)}>
      <dl className={styles.keys}>
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className={styles.key}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
