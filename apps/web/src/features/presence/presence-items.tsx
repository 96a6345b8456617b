import type { PresenceChoice } from '@plaza/contract';
import { Circle, CircleDashed, CircleMinus, Moon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../catalogue/catalogue.js';
import { useRealtime } from '../../client/realtime.js';
import type { MenuItem } from '../../ui/menu.js';
import { useToasts } from '../../ui/toasts.js';
import { chooseOwnPresence, useOwnPresence } from './presence.js';

const choices: [PresenceChoice, ReactNode][] = [
  ['online', <Circle key="online" size={16} />],
  ['idle', <Moon key="idle" size={16} />],
  ['dnd', <CircleMinus key="dnd" size={16} />],
  ['invisible', <CircleDashed key="invisible" size={16} />],
];

/** Menu items with which the viewer chooses what others see of their presence. */
export function usePresenceItems(): MenuItem[] {
  const text = useText();
  const toasts = useToasts();
  const realtime = useRealtime();
  const chosen = useOwnPresence();
  const choose = async (status: PresenceChoice) => {
    try {
      await realtime?.command('presence.set', { status });
      if (realtime) chooseOwnPresence(status);
    } catch (error) {
      toasts.showError(error);
    }
  };
  return choices.map(([status, icon], index) => ({
    label: text.presence.choices[status],
    icon,
    startsGroup: index === 0,
    isChecked: status === chosen,
    onSelect: () => void choose(status),
  }));
}
