import { Ellipsis } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { IconButton } from './button.js';

export interface MenuChoice {
  label: string;
  icon?: ReactNode;
  isDangerous?: boolean;
  choose: () => void;
}

interface MenuProps {
  /** What the choices are about; read out. */
  label: string;
  choices: MenuChoice[];
}

// Most menus of a page are never opened; what opens them is loaded with the first that is.
const OpenMenu = lazy(() => import('./open-menu.js').then((module) => ({ default: module.OpenMenu })));

/** Three dots that open a list of what can be done; nothing where nothing can. */
export function Menu({ label, choices }: MenuProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (choices.length === 0) return null;
  const trigger = (
    <IconButton label={label} aria-haspopup="menu" onClick={() => setWasOpened(true)}>
      <Ellipsis size={18} aria-hidden="true" />
    </IconButton>
  );
  if (!wasOpened) return trigger;
  return (
    <Suspense fallback={trigger}>
      <OpenMenu trigger={trigger} choices={choices} />
    </Suspense>
  );
}
