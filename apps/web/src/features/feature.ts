import type { Account } from '@plaza/contract';
import type { AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { useText } from '../catalogue/catalogue.js';
import type { RealtimeHandler } from '../client/realtime.js';

type Label = (text: ReturnType<typeof useText>) => string;

/** What a feature adds to the app: its index.ts declares it, app/features.ts lists it. */
export interface Feature {
  /** Its screens, each with its parent route: `rootRoute`, `signedInRoute`, or a route of another feature such as `settingsRoute`. */
  routes?: readonly AnyRoute[];
  /** Keeps what it has cached up to date by events, whatever screen is open. */
  realtime?: RealtimeHandler;
  /** Its links in the navigation, in order. */
  navigation?: (viewer: Account | null) => NavigationEntry[];
  shortcuts?: Shortcut[];
}

export interface NavigationEntry {
  to: string;
  Icon: ComponentType;
  label: Label;
  /** A hook: how much is new there. */
  useCount?: () => number;
  /** Shown only in the tabs of a phone, or only in the rail of a wider window. */
  on?: 'phone' | 'rail';
}

/** Keys and what they do, for the list behind `?`. */
export interface Shortcut {
  /** One key, or two in a row with a space between. */
  keys: string;
  label: Label;
  /** The screen they open; absent where a component handles the keys itself. */
  to?: string;
  /** What gets the focus there, as a selector. */
  focus?: string;
}
