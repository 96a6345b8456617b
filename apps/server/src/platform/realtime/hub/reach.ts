import type { UserId } from '@plaza/contract';
import type { SignedInViewer } from '../../http/viewer.js';
import type { Recipients } from '../effects.js';
import type { Listening } from './connection.js';

/** Whom a frame reaches among those who hear its topic. */
export interface Reach {
  topic: string;
  ability?: number;
  among?: ReadonlySet<UserId>;
  except?: ReadonlySet<UserId>;
}

/** Whether a frame reaches a viewer who hears its topic. */
export function reaches(
  reach: Reach,
  { ability }: Pick<Listening, 'ability'>,
  viewer: SignedInViewer,
): boolean {
  if (reach.ability !== undefined && reach.ability !== ability) return false;
  if (reach.except?.has(viewer.userId)) return false;
  return reach.among?.has(viewer.userId) ?? true;
}

/** `among` is whom the frame's own `among` picked. */
export function reachOf(to: Recipients, among?: ReadonlySet<UserId>): Reach {
  return {
    topic: to.topic,
    ...(to.ability !== undefined && { ability: to.ability }),
    ...(to.except && { except: new Set(to.except) }),
    ...(among && { among }),
  };
}
