/** For each module, those that it may import; the same order as in CONTRIBUTING.md. */
const allowed = {
  identity: [],
  graph: ['identity'],
  notifications: ['identity', 'graph'],
  media: ['identity', 'graph', 'notifications'],
  communities: ['identity', 'graph', 'notifications', 'media'],
  entries: ['identity', 'graph', 'notifications', 'media', 'communities'],
  messaging: ['identity', 'graph', 'notifications', 'media', 'communities'],
  feeds: ['identity', 'graph', 'notifications', 'media', 'communities', 'entries'],
  oauth: ['identity'],
  presence: ['identity', 'graph', 'communities'],
};
allowed.search = [...allowed.feeds, 'messaging'];
allowed.moderation = [...allowed.feeds, 'messaging'];
allowed.analytics = [...allowed.feeds, 'messaging'];
allowed.ads = [...allowed.feeds, 'messaging'];
allowed.outreach = [...allowed.feeds, 'feeds', 'messaging'];

const server = 'apps/server/src/';
const modules = `${server}modules/`;
const web = 'apps/web/src/';
const features = `${web}features/`;
/** The layers of the web client: each may import those before it. */
const layers = ['client', 'catalogue', 'ui', 'features', 'app'];

/**
 * An import from a file whose path matches `from` to one that matches `to` is refused. In `to`, `$1` stands for the match of
 * the first group of `from`.
 */
export const rules = [
  ...Object.entries(allowed).map(([name, others]) => ({
    why: `${name} may import ${others.join(', ') || 'no other module'}; an effect of a change listens to its event`,
    from: `^${modules}${name}/`,
    to: `^${modules}(?!(${[name, ...others].join('|')})/)`,
  })),
  {
    why: 'a new module is added to scripts/lib/boundary-rules.mjs first',
    from: `^${modules}(?!(${Object.keys(allowed).join('|')})/)`,
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
    why: 'the platform knows nothing of the product; modules register what it needs',
    from: `^${server}platform/`,
    to: `^${server}(?!platform/)`,
  },
  {
    why: 'modules do not import roles, the admin command or the entry point',
    from: `^${modules}`,
    to: `^${server}(?!(modules|platform)/)`,
  },
  {
    why: 'contract and text import only each other',
    from: '^packages/(contract|text)/',
    to: '^(?!packages/(contract|text)/)',
  },
  {
    why: 'i18n knows messages only, not whose they are',
    from: '^packages/i18n/',
    to: '^(?!packages/i18n/)',
  },
  {
    why: 'the SDK works outside this repository: it imports the contract only',
    from: '^packages/sdk/',
    to: '^(?!packages/(sdk|contract)/)',
  },
  {
    why: 'the web client uses the API only',
    from: '^apps/web/',
    to: '^(apps/server|e2e|bench)/',
  },
  ...layers.map((layer, index) => ({
    why: `the layers of the web client are ${layers.join(' → ')}; ${layer} imports none that comes after it`,
    from: `^${web}${layer}/`,
    to: `^${web}(?!(${layers.slice(0, index + 1).join('|')})/)`,
  })),
  {
    why: 'a feature is entered only through its index.ts',
    from: `^${features}([^/]+)/`,
    to: `^${features}(?!$1/)[^/]+/(?!index\\.ts$)`,
  },
  {
    why: 'a feature is entered only through its index.ts',
    from: `^${web}(?!features/)`,
    to: `^${features}[^/]+/(?!index\\.ts$)`,
  },
  {
    why: 'what all features share imports none of them',
    from: `^${features}[^/]+$`,
    to: `^${features}[^/]+/`,
  },
  {
    why: 'the server imports none of its clients',
    from: `^${server}(?!.*\\.test\\.ts$)`,
    to: '^(apps/web|e2e|bench|packages/sdk)/',
  },
  {
    why: 'production code does not import test code',
    from: '^(apps|packages)/[^/]+/src(?!.*(\\.test\\.tsx?$|/testing/))/',
    to: '(\\.test\\.tsx?$|/testing/|^apps/server/test/)',
  },
];
