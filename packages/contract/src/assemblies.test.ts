import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commands } from './commands.js';
import { events } from './events.js';
import { limits, rateLimitClasses } from './limits.js';
import { notificationKinds } from './notification-kinds.js';
import { listOperations } from './operations.js';
import { problems } from './problems.js';
import { scopes } from './scopes.js';
import { topicPatterns } from './topics.js';
import { UnreadSummary } from './unread.js';

const { ready, ...areaEvents } = events;

test.each([
  ['limits', /Limits$/, /RateLimits$/, Object.keys(limits)],
  ['limits', /RateLimits$/, null, Object.keys(rateLimitClasses)],
  ['problems', /Problems$/, null, Object.keys(problems)],
  ['scopes', /Scopes$/, null, Object.keys(scopes)],
  ['events', /Events$/, null, Object.keys(areaEvents)],
  ['events', /Topics$/, null, topicPatterns],
  [
    'events',
    /Ready$/,
    null,
    Object.keys(events.ready.payload.shape).filter((part) => !['cursor', 'resumed'].includes(part)),
  ],
  ['commands', /Commands$/, null, Object.keys(commands)],
  ['notifications', /NotificationKinds$/, null, notificationKinds],
  ['unread', /Unread$/, null, Object.keys(UnreadSummary.shape)],
])(
  'all that areas declare in %s.ts as %s is assembled, and no name stands twice',
  async (file, exported, except, assembled) => {
    const declared = await declaredByAreas(file, (name) => exported.test(name) && !except?.test(name));
    expect(declared.toSorted()).toEqual([...assembled].toSorted());
  },
);

test('no two operations share a method and a path', () => {
  const routes = listOperations().map(
    ([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`,
  );
  expect(routes).toEqual([...new Set(routes)]);
});

async function declaredByAreas(file: string, isMeant: (name: string) => boolean): Promise<string[]> {
  const folders = await readdir(import.meta.dirname, { recursive: true });
  const modules = await Promise.all(
    folders
      .filter((path) => path.endsWith(`/${file}.ts`))
      .map((path): Promise<Record<string, object>> => import(`${import.meta.dirname}/${path}`)),
  );
  return modules
    .flatMap((module) => Object.entries(module))
    .filter(([name]) => isMeant(name))
    .flatMap(([, declared]) => (Array.isArray(declared) ? declared : Object.keys(declared)));
}
