import type { followStates } from '@plaza/contract';

type FollowState = (typeof followStates)[number];

/** The relation between a viewer and another person, from the viewer's side. */
export interface Relation {
  /** Whether the viewer follows them, or asks to. */
  follow: FollowState;
  followsViewer: boolean;
  blocking: boolean;
  /** Never shown to the viewer. */
  blockedBy: boolean;
}

export const noRelation: Relation = {
  follow: 'none',
  followsViewer: false,
  blocking: false,
  blockedBy: false,
};

/** A block hides both people from each other, whoever made it. */
export function isBlockedEitherWay({ blocking, blockedBy }: Relation): boolean {
  return blocking || blockedBy;
}
