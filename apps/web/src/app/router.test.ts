import type { Account, UserId } from '@plaza/contract';
import { createMemoryHistory } from '@tanstack/react-router';
import { describe, expect, it, vi } from 'vitest';
import { features } from './features.js';
import { createAppRouter } from './router.js';

vi.mock('../client/plaza.js', () => ({ plaza: {}, session: { onEnd: () => undefined } }));

const router = createAppRouter(createMemoryHistory());
const viewer = { id: 'ada' as UserId, username: 'ada', displayName: 'Ada' } as Account;

/** Ids of the routes of an address, from the root; the last one is the screen. */
function routesOf(path: string): string[] {
  return router.matchRoutes(path, {}).map(({ routeId }) => routeId);
}

describe('the router', () => {
  it.each([
    ['/', '/'],
    ['/explore', '/explore'],
    ['/@ada', '/@{$username}'],
    ['/posts/1', '/posts/$postId'],
    ['/posts/1/comments/2', '/posts/$postId/comments/$commentId'],
    ['/c/guild', '/c/$handle'],
    ['/c/guild/1', '/c/$handle/$channelId'],
    ['/communities', '/communities'],
    ['/login', '/login'],
  ])('shows %s to everybody', (path, screen) => {
    expect(routesOf(path)).toEqual(['__root__', screen]);
  });

  it.each(['/messages', '/notifications', '/communities/new', '/settings/account'])(
    'shows %s to people who are signed in',
    (path) => {
      expect(routesOf(path)).toContain('/signed-in');
    },
  );

  it('has a route for every link and every key that a feature declares', () => {
    const links = features.flatMap(({ navigation, shortcuts = [] }) => [
      ...(navigation?.(viewer) ?? []).map(({ to }) => to),
      ...shortcuts.flatMap(({ to }) => to ?? []),
    ]);
    expect(links.length).toBeGreaterThan(5);
    for (const to of links) expect(routesOf(to).length, to).toBeGreaterThan(1);
  });

  it('shows strangers no link that needs an account', () => {
    const links = features.flatMap(({ navigation }) => navigation?.(null) ?? []);
    expect(links.map(({ to }) => to)).toEqual(['/', '/explore']);
  });
});
