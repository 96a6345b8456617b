import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../catalogue/catalogue.js';
import { Dialog } from '../ui/dialog.js';
import { focusSoon } from '../ui/focus-soon.js';
import { useShortcuts } from '../ui/keyboard.js';
import styles from './shortcut-help.module.css';

/** The keys that work everywhere, and the list of all of them behind `?`. */
export function ShortcutHelp() {
  const text = useText().shortcuts;
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts({
    'g h': () => void navigate({ to: '/' }),
    'g e': () => void navigate({ to: '/explore' }),
    'g m': () => void navigate({ to: '/messages' }),
    'g n': () => void navigate({ to: '/notifications' }),
    n: () => void navigate({ to: '/' }).then(() => focusSoon('main form input')),
    '/': () => void navigate({ to: '/communities' }).then(() => focusSoon('input[type="search"]')),
    '?': () => setIsOpen(true),
  });
  const keys = [
    ['j', text.next],
    ['k', text.previous],
    ['n', text.write],
    ['/', text.search],
    ['g h', text.home],
    ['g e', text.explore],
    ['g m', text.messages],
    ['g n', text.notifications],
    ['?', text.help],
    ['Esc', text.close],
  ];
  return (
    <Dialog title={text.title} isOpen={isOpen} onClose={() => setIsOpen(false)}>
      <dl className={styles.keys}>
        {keys.map(([key, meaning]) => (
          <div key={key} className={styles.key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
