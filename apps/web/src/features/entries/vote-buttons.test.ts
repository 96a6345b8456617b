import { expect, it, vi } from 'vitest';
import { samplePost } from '../../client/testing/samples.js';
import { withVote } from './vote-buttons.js';

vi.mock('../../client/plaza.js', () => ({ plaza: {}, session: {} }));

const post = samplePost('post', { counters: { up: 5, down: 2, replies: 0, descendants: 0 } });

it('a vote is counted, turned and taken back', () => {
  const up = withVote(post, 1);
  expect(up).toMatchObject({ counters: { up: 6, down: 2 }, viewer: { vote: 1 } });
  expect(withVote(up, -1)).toMatchObject({ counters: { up: 5, down: 3 }, viewer: { vote: -1 } });
  expect(withVote(up, 0)).toEqual(post);
});

it('a vote that is there already is not counted twice', () => {
  const up = withVote(post, 1);
  expect(withVote(up, 1)).toBe(up);
});
