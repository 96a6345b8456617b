import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { see, seeNo } from './support/see.js';
import { journeys } from './support/stage.js';

journeys('The keyboard alone', (stage) => {
  it('walks through the feed, writes, votes, opens and comes back', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await ada.api.graph.follow({ params: { userId: bob.id } });
    for (const title of ['First', 'Second', 'Third']) {
      await bob.api.posts.create({ body: { title, body: 'x' } });
    }
    const window = await stage.window(ada);
    await window.goto('/');
    await see(window.getByRole('article', { name: 'Third' }));
    const { keyboard } = window;

    await keyboard.press('j');
    await expect.poll(() => focused(window)).toBe('Third');
    await keyboard.press('j');
    await expect.poll(() => focused(window)).toBe('Second');
    await keyboard.press('k');
    await expect.poll(() => focused(window)).toBe('Third');
    await keyboard.press('Enter');
    await see(window.getByRole('heading', { level: 1, name: 'Third' }));
    await expect.poll(() => window.evaluate(() => document.activeElement?.id)).toBe('content');

    await keyboard.press('g');
    await keyboard.press('h');
    await see(window.getByRole('heading', { level: 1, name: 'Home' }));
    await keyboard.press('?');
    await see(window.getByRole('dialog', { name: 'Keys' }));
    await keyboard.press('Escape');
    await seeNo(window.getByRole('dialog', { name: 'Keys' }));

    await keyboard.press('/');
    await expect
      .poll(() => window.evaluate(() => document.activeElement?.getAttribute('type')))
      .toBe('search');
    await keyboard.press('Tab');
    await keyboard.press('n');
    await expect.poll(() => focused(window, 'aria-label')).toBe('Title');
    await keyboard.type('By keyboard');
    await keyboard.press('Tab');
    await keyboard.type('All of it.');
    await keyboard.press('Control+Enter');
    await see(window.getByRole('heading', { level: 1, name: 'By keyboard' }));
  });

  it('reaches every control in an order that makes sense, with a ring to see where it is', async () => {
    const ada = await stage.person('Ada');
    const window = await stage.window(ada);
    await window.goto('/');
    await see(window.getByRole('heading', { level: 1, name: 'Home' }));
    await window.keyboard.press('Tab');
    await expect.poll(() => focused(window)).toBe('Skip to content');
    await see(window.getByText('Skip to content'));
    const reached: string[] = [];
    for (let step = 0; step < 14; step++) {
      await window.keyboard.press('Tab');
      reached.push(await focused(window));
      const ring = await window.evaluate(() => {
        const style = getComputedStyle(document.activeElement ?? document.body);
        const around = document.activeElement?.closest('form');
        return style.outlineStyle !== 'none' || (around && getComputedStyle(around).outlineStyle !== 'none');
      });
      expect(ring, `a ring around ${reached.at(-1)}`).toBe(true);
    }
    expect(reached.slice(0, 4)).toEqual(['Plaza', 'Home', 'Explore', 'Messages']);
    await window.keyboard.press('Shift+Tab');
  });

  it('opens a menu and a question, and gets the focus back where it was', async () => {
    const ada = await stage.person('Ada');
    const post = await ada.api.posts.create({ body: { title: 'Focus', body: 'x' } });
    const window = await stage.window(ada);
    await window.goto(`/posts/${post.id}`);
    const more = window.getByRole('article').first().getByRole('button', { name: 'More' });
    await more.focus();
    await window.keyboard.press('Enter');
    await see(window.getByRole('menu'));
    await window.keyboard.press('Escape');
    await expect.poll(() => focused(window, 'aria-label')).toBe('More');
    await window.keyboard.press('Enter');
    await see(window.getByRole('menuitem', { name: 'Delete' }));
    await window.keyboard.press('End');
    await expect.poll(() => focused(window)).toBe('Delete');
    await window.keyboard.press('Enter');
    await see(window.getByRole('alertdialog'));
    await expect.poll(() => focused(window)).toBe('Cancel');
    await window.keyboard.press('Escape');
    await seeNo(window.getByRole('alertdialog'));
    await expect.poll(() => focused(window, 'aria-label')).toBe('More');
  });
});

/** What has the focus, by its words or by an attribute. */
function focused(window: Page, attribute?: string): Promise<string> {
  return window.evaluate((name) => {
    const element = document.activeElement;
    return (name ? element?.getAttribute(name) : element?.textContent)?.trim() ?? '';
  }, attribute);
}
