import { expect, it, vi } from 'vitest';
import { returnPathIn } from './identity.routes.js';

vi.mock('../../client/plaza.js', () => ({ plaza: {}, session: {} }));

it.each(['/', '/posts/1?edit=true', '/@ada'])('after signing in one comes back to %s', (next) => {
  expect(returnPathIn({ next })).toEqual({ next });
});

it.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '',
  1,
  undefined,
])('nobody is sent to %s after signing in', (next) => {
  expect(returnPathIn({ next })).toEqual({});
});
