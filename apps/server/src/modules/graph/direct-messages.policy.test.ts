import { describe, expect, it } from 'vitest';
import { mayWriteDirect } from './direct-messages.policy.js';
import { noRelation, type Relation } from './relation.js';

const relation = (part: Partial<Relation>): Relation => ({ ...noRelation, ...part });
const stranger = noRelation;
const asking = relation({ follow: 'requested', followsViewer: true });
const follower = relation({ follow: 'following' });
const followed = relation({ followsViewer: true });
const mutual = relation({ follow: 'following', followsViewer: true });

const settings = [
  'everyone',
  'followers',
  'mutuals',
  'connections',
  'mutuals-or-connections',
  'nobody',
] as const;
const verdictOf = (from: Relation, setting: (typeof settings)[number]) => {
  const verdict = mayWriteDirect(from, setting);
  return verdict.allowed ? 'yes' : verdict.code;
};

describe('who may write a direct message', () => {
  it.each([
    [
      'a stranger',
      stranger,
      ['yes', 'not_accepting', 'not_mutual', 'not_connected', 'not_mutual', 'not_accepting'],
    ],
    [
      'who only asks to follow',
      asking,
      ['yes', 'not_accepting', 'not_mutual', 'not_connected', 'not_mutual', 'not_accepting'],
    ],
    ['a follower', follower, ['yes', 'yes', 'not_mutual', 'not_connected', 'not_mutual', 'not_accepting']],
    [
      'who is followed',
      followed,
      ['yes', 'not_accepting', 'not_mutual', 'not_connected', 'not_mutual', 'not_accepting'],
    ],
    ['a mutual', mutual, ['yes', 'yes', 'yes', 'not_connected', 'yes', 'not_accepting']],
  ])('is decided by the setting of the receiver for %s', (_name, from, verdicts) => {
    expect(settings.map((setting) => verdictOf(from, setting))).toEqual(verdicts);
  });

  it('is nobody across a block, and whose block it is stays unsaid', () => {
    for (const setting of settings) {
      for (const block of [{ blocking: true }, { blockedBy: true }, { blocking: true, blockedBy: true }]) {
        expect(verdictOf({ ...mutual, ...block }, setting)).toBe('blocked_or_unavailable');
      }
    }
  });
});
