import { Ellipsis } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { IconButton } from './button.js';
import type { MenuItem } from './open-menu.js';

export type { MenuItem };

interface MenuProps {
  /** What the items are about; read out where three dots are all there is to see. */
  label: string;
  items: MenuItem[];
  /** Content of the button, styled by `className`; three dots otherwise. */
  children?: ReactNode;
  className?: string | undefined;
}

// Most menus of a page are never opened; what opens them is loaded with the first that is.
const OpenMenu = lazy(() => import('./open-menu.js').then((module) => ({ default: module.OpenMenu })));

/** A button that opens a list of what can be done; nothing where nothing can. */
export function Menu({ label, items, children, className }: MenuProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (items.length === 0) return null;
  const open = { 'aria-haspopup': 'menu', onClick: () => setWasOpened(true) } as const;
  const trigger = children ? (
    <button type="button" className={className} title={label} {...open}>
      {children}
    </button>
  ) : (
    <IconButton label={label} {...open}>
      <Ellipsis size={18} aria-hidden="true" />
    </IconButton>
  );
  if (!wasOpened) return trigger;
  return (
    <Suspense fallback={trigger}>
      <OpenMenu trigger={trigger} items={items} />
    </Suspense>
  );
}
