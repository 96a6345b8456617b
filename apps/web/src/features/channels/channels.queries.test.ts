import { expect, it, vi } from 'vitest';
import { sampleChannel, sampleMessage } from '../../client/testing/samples.js';
import { withMessage, withReadMark } from './channels.queries.js';

vi.mock('../../client/plaza.js', () => ({ plaza: {}, session: {} }));

const quiet = sampleChannel('general', { lastOrdinal: 4 });
const read = withReadMark(quiet, 4);

it('a message of somebody else is unread, one of the viewer is not', () => {
  const unread = withMessage(read, sampleMessage(5), false);
  expect(unread).toMatchObject({ lastOrdinal: 5, viewer: { readOrdinal: 4, unread: 1 } });
  expect(withMessage(unread, sampleMessage(6), true)).toMatchObject({
    viewer: { readOrdinal: 6, unread: 0 },
  });
});

it('a message that is known already changes nothing', () => {
  expect(withMessage(read, sampleMessage(4), false)).toBe(read);
});

it('a read mark moves forward only, and leaves as unread what is behind it', () => {
  const busy = [5, 6, 7].reduce(
    (channel, ordinal) => withMessage(channel, sampleMessage(ordinal), false),
    read,
  );
  const marked = withReadMark(busy, 6);
  expect(marked.viewer).toMatchObject({ readOrdinal: 6, unread: 1 });
  expect(withReadMark(marked, 5).viewer).toMatchObject({ readOrdinal: 6, unread: 1 });
});
