import type { followStates } from '@plaza/contract';

type FollowState = (typeof followStates)[number];

/** What stands between a viewer and another person, seen from the viewer. */
export interface Relation {
  /** Whether the viewer follows them, or asks to. */
  follow: FollowState;
  followsViewer: boolean;
  blocking: boolean;
  /** Never told to the viewer. */
  blockedBy: boolean;
}

export const noRelation: Relation = {
  follow: 'none',
  followsViewer: false,
  blocking: false,
  blockedBy: false,
};

/** A block is a wall both ways, whoever built it. */
export function isBlockedEitherWay({ blocking, blockedBy }: Relation): boolean {
  return blocking || blockedBy;
}

/** The same as the other person sees it; a request that the viewer has not answered is none. */
export function fromTheOtherSide({ follow, followsViewer, blocking, blockedBy }: Relation): Relation {
  return {
    follow: followsViewer ? 'following' : 'none',
    followsViewer: follow === 'following',
    blocking: blockedBy,
    blockedBy: blocking,
  };
}
