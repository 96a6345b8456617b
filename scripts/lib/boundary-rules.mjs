/** For each module those that it may know; the order of the drawing in CONTRIBUTING.md. */
const known = {
  identity: [],
  graph: ['identity'],
  media: ['identity', 'graph'],
  communities: ['identity', 'graph', 'media'],
  audience: ['identity', 'graph', 'media', 'communities'],
  entries: ['identity', 'graph', 'media', 'communities', 'audience'],
  messaging: ['identity', 'graph', 'media', 'communities', 'audience'],
  feeds: ['identity', 'graph', 'media', 'communities', 'audience', 'entries'],
  search: ['identity', 'graph', 'media', 'communities', 'audience', 'entries', 'messaging'],
  moderation: ['identity', 'graph', 'media', 'communities', 'audience', 'entries', 'messaging'],
  analytics: ['identity', 'graph', 'media', 'communities', 'audience', 'entries', 'messaging'],
  ads: ['identity', 'graph', 'media', 'communities', 'audience', 'entries', 'messaging'],
  oauth: ['identity'],
  presence: ['identity', 'graph', 'communities'],
};
known.notifications = [...known.feeds, 'feeds', 'messaging'];
known.outreach = [...known.notifications, 'notifications'];

const server = 'apps/server/src/';
const modules = `${server}modules/`;

/**
 * An import from a file whose path matches `from` to one that matches `to` is refused. In `to`, `$1` stands for what the
 * first group of `from` found.
 */
export const rules = [
  ...Object.entries(known).map(([name, others]) => ({
    why: `${name} may know ${others.join(', ') || 'no other module'}; what only follows from a change listens to its event`,
    from: `^${modules}${name}/`,
    to: `^${modules}(?!(${[name, ...others].join('|')})/)`,
  })),
  {
    why: 'a new module is given its place in scripts/lib/boundary-rules.mjs first',
    from: `^${modules}(?!(${Object.keys(known).join('|')})/)`,
    to: '',
  },
  {
    why: 'a module is entered only through its index.ts',
    from: `^${modules}([^/]+)/`,
    to: `^${modules}(?!$1/)[^/]+/(?!index\\.ts$)`,
  },
  {
    why: 'a module is entered only through its index.ts',
    from: `^${server}(?!modules/)`,
    to: `^${modules}[^/]+/(?!index\\.ts$)`,
  },
  {
    why: 'the platform knows nothing of the product; modules tell it what it needs',
    from: `^${server}platform/`,
    to: `^${server}(?!platform/)`,
  },
  {
    why: 'modules know nothing of roles, the admin command and the start',
    from: `^${modules}`,
    to: `^${server}(?!(modules|platform)/)`,
  },
  {
    why: 'contract and text are the ground and know only themselves and each other',
    from: '^packages/(contract|text)/',
    to: '^(?!packages/(contract|text)/)',
  },
  {
    why: 'the SDK has to work without this repository: it knows the contract only',
    from: '^packages/sdk/',
    to: '^(?!packages/(sdk|contract)/)',
  },
  {
    why: 'the web client uses nothing but the API',
    from: '^apps/web/',
    to: '^(apps/server|e2e|bench)/',
  },
  {
    why: 'the server knows none of its clients',
    from: `^${server}(?!.*\\.test\\.ts$)`,
    to: '^(apps/web|e2e|bench|packages/sdk)/',
  },
  {
    why: 'what runs for people may not need what runs for tests',
    from: '^(apps|packages)/[^/]+/src(?!.*(\\.test\\.tsx?$|/testing/))/',
    to: '(\\.test\\.tsx?$|/testing/|^apps/server/test/)',
  },
];
