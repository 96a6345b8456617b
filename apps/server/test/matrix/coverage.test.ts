import { listOperations } from '@plaza/contract';
import { expect, it } from 'vitest';
import { acts, commentSurfaces, feeds, postSurfaces } from './entry-surfaces.js';
import { channelLists, channelSurfaces, memberSurfaces } from './message-surfaces.js';

/** Operations that show no entry and no message of anybody but the viewer. */
const showNothingOfOthers = [
  'auth.sessions',
  'users.me',
  'users.get',
  'graph.followers',
  'graph.following',
  'graph.followRequests',
  'graph.blocks',
  'communities.list',
  'communities.mine',
  'communities.get',
  'communities.members',
  'roles.list',
  // Counts what feeds.home holds, with the same statement.
  'feeds.homeNew',
  // Tells the author alone; the matrix asks it of every cell.
  'entries.audience',
  // Counts what notifications.list holds, which the matrix asks.
  'notifications.unread',
  'notifications.list',
];

it('asks every way of reading for every cell', () => {
  const asked = [postSurfaces, commentSurfaces, acts, feeds, channelSurfaces, memberSurfaces, channelLists]
    .flatMap((surfaces) => Object.keys(surfaces))
    .map((name) => name.split(' ')[0]);
  const reads = listOperations()
    .filter(([, shape]) => shape.method === 'GET')
    .map(([name]) => name);
  expect(reads.filter((name) => !asked.includes(name) && !showNothingOfOthers.includes(name))).toEqual([]);
});
