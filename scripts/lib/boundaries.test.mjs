import { describe, expect, it } from 'vitest';
import { denialsOf } from './boundaries.mjs';

const server = 'apps/server/src';
const modules = `${server}/modules`;
const web = 'apps/web/src';

describe('an import', () => {
  it.each([
    ['an earlier module by its index', `${modules}/entries/entries.service.ts`, `${modules}/graph/index.ts`],
    ['its own module', `${modules}/entries/posts/posts.service.ts`, `${modules}/entries/entries.policy.ts`],
    ['the platform', `${modules}/identity/sessions/sessions.ts`, `${server}/platform/clock/clock.ts`],
    ['all modules, from the application', `${server}/app.module.ts`, `${modules}/feeds/index.ts`],
    ['the SDK, from a test', 'apps/server/test/support/world.ts', 'packages/sdk/src/index.ts'],
    ['the contract, from the web client', 'apps/web/src/main.tsx', 'packages/contract/src/index.ts'],
    [
      'another feature by its index',
      `${web}/features/post/post-screen.tsx`,
      `${web}/features/entries/index.ts`,
    ],
    ['the design system, from a feature', `${web}/features/post/post-screen.tsx`, `${web}/ui/button.tsx`],
    ['the client, from the design system', `${web}/ui/theme.ts`, `${web}/client/storage.ts`],
    ['what features share, from a feature', `${web}/features/post/index.ts`, `${web}/features/feature.ts`],
    ['every feature, from the app', `${web}/app/features.ts`, `${web}/features/post/index.ts`],
    ['the app, from the start', `${web}/main.tsx`, `${web}/app/router.tsx`],
  ])('of %s is fine', (_what, file, target) => {
    expect(denialsOf(file, target)).toEqual([]);
  });

  it.each([
    ['a later module', `${modules}/notifications/index.ts`, `${modules}/entries/index.ts`],
    ['a module beside the path', `${modules}/messaging/index.ts`, `${modules}/entries/index.ts`],
    ['a module past its index', `${modules}/feeds/feeds.queries.ts`, `${modules}/entries/entries.tables.ts`],
    [
      'a module past its index, from the start',
      `${server}/server.ts`,
      `${modules}/entries/entries.tables.ts`,
    ],
    ['the product, from the platform', `${server}/platform/http/serve.ts`, `${modules}/identity/index.ts`],
    ['a module that has no rule', `${modules}/rooms/index.ts`, `${server}/platform/clock/clock.ts`],
    ['the start, from a module', `${modules}/identity/index.ts`, `${server}/server.ts`],
    ['the server, from the web client', 'apps/web/src/main.tsx', `${server}/platform/clock/clock.ts`],
    ['the SDK, from the server', `${server}/server.ts`, 'packages/sdk/src/index.ts'],
    ['the server, from the contract', 'packages/contract/src/index.ts', `${server}/server.ts`],
    ['a test, from the product', `${server}/server.ts`, 'apps/server/test/support/world.ts'],
    [
      'a feature past its index, from another',
      `${web}/features/post/post-screen.tsx`,
      `${web}/features/entries/post-list.tsx`,
    ],
    [
      'the styles of another feature',
      `${web}/features/post/post-screen.tsx`,
      `${web}/features/entries/post-list.module.css`,
    ],
    [
      'a feature past its index, from the app',
      `${web}/app/router.tsx`,
      `${web}/features/post/post.routes.ts`,
    ],
    ['the app, from a feature', `${web}/features/post/post-screen.tsx`, `${web}/app/router.tsx`],
    ['a feature, from the design system', `${web}/ui/screen.tsx`, `${web}/features/notifications/index.ts`],
    ['a feature, from what features share', `${web}/features/feature.ts`, `${web}/features/post/index.ts`],
    ['the design system, from the client', `${web}/client/viewer.ts`, `${web}/ui/toasts.tsx`],
    ['the texts, from the client', `${web}/client/viewer.ts`, `${web}/catalogue/catalogue.tsx`],
    ['the start, from a feature', `${web}/features/post/post-screen.tsx`, `${web}/main.tsx`],
  ])('of %s is refused', (_what, file, target) => {
    expect(denialsOf(file, target)).not.toEqual([]);
  });
});
