import type { CDPSession, Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { fillChannel, writePosts } from './support/crowd.js';
import { longestTask } from './support/long-tasks.js';
import { befriend, guild } from './support/person.js';
import { see } from './support/see.js';
import { journeys } from './support/stage.js';

const KB = 1024;
const FIRST_PAGE_KB = 180;
const OTHER_ROUTE_KB = 80;
const USABLE_MS = 2_500;
const LONGEST_TASK_MS = 100;
const MOST_ROWS = 80;

journeys('Budgets', (stage) => {
  it('load at most 180 KB of script for the first page, and 80 KB more for any other', async () => {
    const [ada, bob] = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    await befriend(ada, bob);
    const post = await ada.api.posts.create({ body: { title: 'A post', body: 'x' } });
    const { path } = await guild('Engine Guild', ada);
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const welcome = await scriptsOf(await stage.strangerWindow(), '/');
    const window = await stage.window(ada);
    const home = await scriptsOf(window, '/');
    const first = { 'welcome page': sum(welcome), 'home page': sum(home) };
    const more: Record<string, number> = {};
    const others = {
      explore: '/explore',
      'a new community': '/communities/new',
      'a post': `/posts/${post.id}`,
      'a profile': `/@${bob.username}`,
      'a channel': path,
      'a conversation': `/messages/${direct.id}`,
      notifications: '/notifications',
      settings: '/settings/account',
    };
    for (const [name, other] of Object.entries(others)) {
      const loaded = await scriptsOf(window, other);
      more[name] = sum(new Map([...loaded].filter(([script]) => !home.has(script))));
    }
    report('Script in KB, gzip', { ...first, ...more });
    expect(Math.max(...Object.values(first))).toBeLessThanOrEqual(FIRST_PAGE_KB);
    expect(Math.max(...Object.values(more))).toBeLessThanOrEqual(OTHER_ROUTE_KB);
  });

  it('have the home feed usable within 2.5 s on a processor four times as slow', async () => {
    const ada = await stage.person('Ada');
    await writePosts(ada, 20);
    const window = await stage.window(ada);
    const session = await devtools(window);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await window.goto('/', { waitUntil: 'commit' });
    await see(window.getByRole('article', { name: 'Post 19' }));
    const usable = await window.evaluate(() => performance.now());
    report('Home feed usable after ms', { usable });
    expect(usable).toBeLessThanOrEqual(USABLE_MS);
  });

  it('scroll a feed of 1,000 posts without a long task, with few of them in the page', async () => {
    const [ada, bob] = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    await ada.api.graph.follow({ params: { userId: bob.id } });
    await writePosts(bob, 1_000);
    const window = await stage.window(ada);
    await window.goto('/');
    await see(window.getByRole('article', { name: 'Post 999' }));
    const last = window.getByRole('article', { name: 'Post 0', exact: true });
    const { longest, most } = await scrollUntil(window, last, 2_000, 'article');
    report('A feed of 1,000 posts', { 'longest task, ms': longest, 'cards in the page': most });
    expect(longest).toBeLessThanOrEqual(LONGEST_TASK_MS);
    expect(most).toBeLessThanOrEqual(MOST_ROWS);
  });

  it('scroll a channel of 10,000 messages without a long task, with few of them in the page', async () => {
    const [ada, bob] = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    const { channel, path } = await guild('Crowded Guild', ada, bob);
    await fillChannel(channel.id, 10_000, [ada, bob]);
    const window = await stage.window(ada);
    await window.goto(path);
    await see(window.getByText('Message 10000'));
    await window.getByRole('log').hover();
    const first = window.getByText('This is where it began.');
    const { longest, most } = await scrollUntil(window, first, -8_000, '[data-message]');
    report('A channel of 10,000 messages', { 'longest task, ms': longest, 'messages in the page': most });
    expect(longest).toBeLessThanOrEqual(LONGEST_TASK_MS);
    expect(most).toBeLessThanOrEqual(MOST_ROWS);
  });
});

/** What came over the wire for each script of a page. */
async function scriptsOf(window: Page, path: string): Promise<Map<string, number>> {
  const session = await devtools(window);
  const sizes = new Map<string, number>();
  session.on('Network.responseReceived', ({ response }) => {
    const { mimeType, url, headers } = response;
    if (mimeType.includes('javascript'))
      sizes.set(new URL(url).pathname, Number(headers['content-length']) / KB);
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'Accept-Encoding': 'gzip' } });
  await window.goto(path, { waitUntil: 'networkidle' });
  await session.detach();
  return sizes;
}

function sum(sizes: Map<string, number>): number {
  return Math.round([...sizes.values()].reduce((total, size) => total + size, 0));
}

/** Turns the wheel until that is in the page; gives the longest task meanwhile, and the most rows there were at once. */
async function scrollUntil(
  window: Page,
  end: Locator,
  step: number,
  row: string,
): Promise<{ longest: number; most: number }> {
  await window.evaluate((selector) => {
    const seen = { most: 0 };
    Object.assign(globalThis, { seen });
    const count = () => {
      seen.most = Math.max(seen.most, document.querySelectorAll(selector).length);
      requestAnimationFrame(count);
    };
    count();
  }, row);
  const browser = window.context().browser();
  if (!browser) throw new Error('The window belongs to no browser');
  const longest = await longestTask(browser, window, async () => {
    while ((await end.count()) === 0) await window.mouse.wheel(0, step);
  });
  return { longest, most: await window.evaluate<number>('seen.most') };
}

function devtools(window: Page): Promise<CDPSession> {
  return window.context().newCDPSession(window);
}

function report(what: string, figures: Record<string, number>): void {
  const words = Object.entries(figures).map(([name, figure]) => `${name} ${Math.round(figure)}`);
  process.stdout.write(`${what}: ${words.join(', ')}\n`);
}
