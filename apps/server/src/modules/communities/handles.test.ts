import { limits } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { handlesFor } from './handles.js';

const ID = '01980000-0000-7000-8000-0123456789ab';
const HANDLE = /^[a-z0-9][a-z0-9-]*[a-z0-9]$/;

describe('a handle made of a name', () => {
  it.each([
    ['Readers', 'readers'],
    ['  Café -- Über & Co. ', 'cafe-uber-co'],
    ['C++', 'community-6789ab'],
    ['日本語', 'community-6789ab'],
    ['mine', 'community-6789ab'],
    ['42', 'community-6789ab'],
  ])('of %j is %j', (name, handle) => {
    expect(handlesFor(name, ID)[0]).toBe(handle);
  });

  it('has a second that is nobody else’s, and both keep to the rules', () => {
    for (const name of ['Readers', 'x'.repeat(64), `${'y'.repeat(31)} z`, '- - -', 'Ⅷ ﬁ']) {
      const handles = handlesFor(name, ID);
      expect(handles[1]).toMatch(/-6789ab$/);
      for (const handle of handles) {
        expect(handle).toMatch(HANDLE);
        expect(handle.length).toBeLessThanOrEqual(limits.communityHandle);
      }
    }
  });
});
