import { limits, type UserId } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { abilities, commentDenial, voteDenial } from './entries.policy.js';

const author = '01980000-0000-7000-8000-000000000001' as UserId;
const reader = '01980000-0000-7000-8000-000000000002' as UserId;
const post = { kind: 'post', author_id: author, depth: 0 } as const;
const comment = { kind: 'comment', author_id: author, depth: 3 } as const;

describe('what a viewer may do with an entry they see', () => {
  it.each([post, comment])('lets the author of a $kind do all but vote on it', (entry) => {
    expect(abilities(author, entry)).toEqual({ edit: true, delete: true, comment: true, vote: false });
  });

  it.each([post, comment])('lets others comment and vote on a $kind', (entry) => {
    expect(abilities(reader, entry)).toEqual({ edit: false, delete: false, comment: true, vote: true });
  });

  it('lets nobody do anything without signing in', () => {
    expect(abilities(null, post)).toEqual({ edit: false, delete: false, comment: false, vote: false });
    expect(commentDenial(null, post)).toBe('unauthenticated');
  });

  it('says why not', () => {
    expect(voteDenial(author, post)).toBe('own_entry');
    expect(commentDenial(reader, { ...comment, depth: limits.treeDepth })).toBe('too_deep');
    expect(commentDenial(reader, { ...comment, depth: limits.treeDepth - 1 })).toBeNull();
  });
});
