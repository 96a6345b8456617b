import { describe, expect, it } from 'vitest';
import { denialsOf } from './boundaries.mjs';

const server = 'apps/server/src';
const modules = `${server}/modules`;

describe('an import', () => {
  it.each([
    [
      'an earlier module by its index',
      `${modules}/entries/entries.service.ts`,
      `${modules}/audience/index.ts`,
    ],
    ['its own module', `${modules}/entries/posts/posts.service.ts`, `${modules}/entries/entries.policy.ts`],
    ['the platform', `${modules}/identity/sessions/sessions.ts`, `${server}/platform/clock/clock.ts`],
    ['all modules, from the application', `${server}/app.module.ts`, `${modules}/feeds/index.ts`],
    ['the SDK, from a test', 'apps/server/test/support/world.ts', 'packages/sdk/src/index.ts'],
    ['the contract, from the web client', 'apps/web/src/main.tsx', 'packages/contract/src/index.ts'],
  ])('of %s is fine', (_what, file, target) => {
    expect(denialsOf(file, target)).toEqual([]);
  });

  it.each([
    ['a later module', `${modules}/entries/entries.service.ts`, `${modules}/notifications/index.ts`],
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
  ])('of %s is refused', (_what, file, target) => {
    expect(denialsOf(file, target)).not.toEqual([]);
  });
});
