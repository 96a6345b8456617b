import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { befriend, guild, type Person } from './support/person.js';
import { see, seeNo } from './support/see.js';
import { journeys } from './support/stage.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

journeys('Reachability', (stage) => {
  let ada: Person;
  let bob: Person;
  let screens: { path: string; shows: string }[];
  const open = ['/', '/explore', '/communities', '/login', '/register', '/forgot', '/reset?token=x'];
  const strangerPlaces = [...open, '/verify?token=x', '/undo-email?token=x', '/nowhere', '/posts/nothing'];

  beforeAll(async () => {
    [ada, bob] = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    await befriend(ada, bob);
    const { api } = ada;
    const body =
      'Some **words**, a [link](https://example.org), `code`\n\n> quoted\n\n- one\n- two\n\n```\n' +
      'a line of code that nothing may break, '.repeat(5) +
      '\n```';
    const post = await api.posts.create({ body: { title: 'A post', body } });
    const params = { entryId: post.id };
    const comment = await bob.api.entries.comment({
      params,
      body: { body: `An answer\n\n    ${'code '.repeat(60)}` },
    });
    await api.entries.comment({ params: { entryId: comment.id }, body: { body: 'A reply' } });
    const { path, community } = await guild('Engine Guild', ada, bob);
    const direct = await api.channels.openDirect({ body: { userId: bob.id } });
    const said = { params: { channelId: direct.id } };
    await bob.api.messages.send({ ...said, body: { body: 'Hello' } });
    await api.messages.send({ ...said, body: { body: 'Hello yourself' } });
    const profile = `/@${bob.username}`;
    screens = [
      { path: '/', shows: 'A post' },
      { path: '/explore', shows: 'A post' },
      { path: '/communities', shows: 'Engine Guild' },
      { path: '/communities/new', shows: 'Create' },
      { path: `/posts/${post.id}`, shows: 'A reply' },
      { path: `/posts/${post.id}?edit=true`, shows: 'Save changes' },
      { path: `/posts/${post.id}/comments/${comment.id}`, shows: 'A reply' },
      { path: profile, shows: 'Following' },
      { path: `/@${ada.username}`, shows: 'Edit profile' },
      { path: `/c/${community.handle}`, shows: 'general' },
      { path, shows: 'general' },
      { path: '/messages', shows: 'Bob' },
      { path: `/messages/${direct.id}`, shows: 'Hello yourself' },
      { path: '/notifications', shows: 'followed you' },
      ...['profile', 'account', 'privacy', 'sessions', 'blocked', 'appearance'].map((tab) => ({
        path: `/settings/${tab}`,
        shows: 'Settings',
      })),
    ];
  });

  it('finds no fault with any screen of a signed-in person, in either theme', async () => {
    const window = await stage.window(ada);
    const faults: string[] = [];
    for (const { path, shows } of screens) {
      await window.goto(path);
      await see(window.locator('main, aside').getByText(shows));
      await seeNo(window.getByLabel('Loading'));
      faults.push(...(await faultsInBothThemes(window, path)));
    }
    expect(faults).toEqual([]);
  });

  it('finds no fault with any screen of a stranger, in either theme', async () => {
    const window = await stage.strangerWindow({ expected: /404|422/ });
    const faults: string[] = [];
    for (const path of strangerPlaces) {
      await window.goto(path);
      await see(window.getByRole('heading', { level: 1 }));
      await seeNo(window.getByLabel('Loading'));
      faults.push(...(await faultsInBothThemes(window, path)));
    }
    expect(faults).toEqual([]);
  });

  it('finds no fault on a phone, nor with what opens in front', async () => {
    const window = await stage.window(ada, { width: 390, height: 844, expected: /404/ });
    const faults: string[] = [];
    for (const { path, shows } of screens) {
      await window.goto(path);
      await see(window.locator('main').getByText(shows));
      await seeNo(window.getByLabel('Loading'));
      faults.push(...(await faultsOf(window, `${path} on a phone`)));
      const isWide = await window.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (isWide) faults.push(`${path} on a phone is wider than the window`);
    }
    await window.goto('/settings/appearance');
    const chosen = window.getByRole('link', { name: 'Appearance' });
    await see(chosen);
    await expect.poll(async () => (await chosen.boundingBox())?.x).toBeLessThan(390);
    await window.goto(`/messages/${bob.id}`);
    await see(window.getByText('It may have been deleted'));
    await window.getByRole('link', { name: 'Back' }).click();
    await see(window.getByRole('navigation', { name: 'Main' }));
    await window.goto(`/@${bob.username}`);
    await window.getByRole('button', { name: 'More' }).first().click();
    await see(window.getByRole('menu'));
    faults.push(...(await faultsOf(window, 'a menu')));
    await window.getByRole('menuitem', { name: 'Block' }).click();
    await see(window.getByRole('alertdialog'));
    faults.push(...(await faultsOf(window, 'a question')));
    await window.keyboard.press('Escape');
    await window.getByRole('button', { name: /follower/ }).click();
    await see(window.getByRole('dialog').getByText('Ada'));
    faults.push(...(await faultsOf(window, 'a dialog')));
    expect(faults).toEqual([]);
  });
});

async function faultsInBothThemes(window: Page, screen: string): Promise<string[]> {
  const faults = await faultsOf(window, screen);
  await window.emulateMedia({ colorScheme: 'dark' });
  // What changes with the theme is colours.
  faults.push(...(await faultsOf(window, `${screen} in the dark`, ['color-contrast'])));
  await window.emulateMedia({ colorScheme: 'light' });
  return faults;
}

async function faultsOf(window: Page, screen: string, rules?: string[]): Promise<string[]> {
  if (!(await window.evaluate(() => 'axe' in globalThis))) await window.evaluate(axe);
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const { violations } = await window.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return violations.map(({ id, help, nodes }) => {
    const where = nodes
      .slice(0, 3)
      .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`);
    return `${screen}: ${id}, ${help}\n${where.join('\n')}`;
  });
}
