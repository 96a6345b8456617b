import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newUsername, password } from './support/person.js';
import { PlazaServer } from './support/plaza-server.js';
import { see, seeCount, seeNo, seeWords } from './support/see.js';
import { Stage } from './support/stage.js';

const LOST = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket connection/;

describe.skipIf(inject('plazaUrl') === '')('Two people in two windows', () => {
  const stage = new Stage('');
  let server: PlazaServer;
  beforeAll(async () => {
    server = await PlazaServer.start();
    stage.baseUrl = server.url;
  });
  afterAll(() => server.close());

  it('meet, talk everywhere, and go on after the server was killed', { timeout: 120_000 }, async () => {
    const ada = newUsername('Ada');
    const bob = newUsername('Bob');
    const [hers, his] = await Promise.all([
      stage.strangerWindow({ expected: LOST }),
      stage.strangerWindow({ expected: LOST }),
    ]);

    await register(hers, ada);
    await register(his, bob);

    await his.goto(`/@${ada}`);
    await his.getByRole('button', { name: 'Follow', exact: true }).click();
    await see(his.getByRole('button', { name: 'Following', exact: true }));
    await seeWords(hers.getByRole('link', { name: /Notifications/ }), '1 unread');
    await hers.getByRole('link', { name: /Notifications/ }).click();
    await hers.getByRole('link', { name: /followed you/ }).click();
    await hers.getByRole('button', { name: 'Follow', exact: true }).click();
    await see(hers.getByRole('button', { name: 'Following', exact: true }));

    await postAndComment(hers, his);
    await talkDirectly(hers, his, ada, bob);
    await talkInGuild(hers, his, bob);
    await surviveTheServer(hers, his);
  });

  async function register(window: Page, username: string): Promise<void> {
    await window.goto('/register');
    await window.getByLabel('Username').fill(username);
    await window.getByLabel('E-mail').fill(`${username}@example.org`);
    await window.getByLabel('Password').fill(password);
    await window.getByRole('button', { name: 'Create account' }).click();
    await see(window.getByRole('heading', { name: 'Home' }));
  }

  async function postAndComment(hers: Page, his: Page): Promise<void> {
    await his.getByRole('link', { name: 'Home' }).click();
    await see(his.getByRole('heading', { name: 'Home' }));
    await hers.getByRole('link', { name: 'Home' }).click();
    await hers.getByLabel('Title').fill('What the engine does');
    await hers
      .getByLabel('What do you want to say?')
      .fill('It has **no pretensions** to originate anything.');
    await hers.getByRole('button', { name: 'Publish' }).click();
    await see(hers.getByRole('heading', { level: 1, name: 'What the engine does' }));

    const card = his.getByRole('article', { name: 'What the engine does' });
    await see(card);
    await seeWords(card.getByRole('strong'), 'no pretensions');
    await card.getByRole('button', { name: 'Vote up' }).click();
    await seeWords(hers.getByRole('group', { name: 'Votes' }), '1 up, 0 down');

    await hers.getByRole('link', { name: 'Home' }).click();
    await hers.getByLabel('Title').fill('A second thought');
    await hers.getByLabel('What do you want to say?').fill('More *soon*.');
    await hers.getByRole('button', { name: 'Publish' }).click();
    await his.getByRole('button', { name: '1 new' }).click();
    const second = his.getByRole('article', { name: 'A second thought' });
    await second.getByRole('link', { name: 'A second thought' }).click();
    await his.getByLabel('Write a comment').fill('Go on, I am listening.');
    await his.getByRole('button', { name: 'Comment' }).click();
    await see(hers.getByText('Go on, I am listening.'));
    await see(hers.getByRole('heading', { name: '1 comment' }));
  }

  async function talkDirectly(hers: Page, his: Page, ada: string, bob: string): Promise<void> {
    await hers.getByRole('link', { name: /Messages/ }).click();
    await his.goto(`/@${ada}`);
    await his.getByRole('button', { name: 'Message' }).click();
    await write(his, 'Good morning, Ada.');
    await hers.getByRole('link', { name: new RegExp(`${bob}.*1 unread`) }).click();
    await see(line(hers, 'Good morning, Ada.'));
    await seeWords(hers.getByRole('status').filter({ hasText: 'online' }), 'online');
    await see(his.getByTitle('Read'));

    await his.getByLabel('Write a message').pressSequentially('I am thinking');
    await see(hers.getByText(`${isolated(bob)} is typing…`));
    await his.getByLabel('Write a message').press('Enter');
    await see(line(hers, 'I am thinking'));
    await seeNo(hers.getByText('is typing…'));
  }

  async function talkInGuild(hers: Page, his: Page, bob: string): Promise<void> {
    await hers.getByRole('link', { name: 'Create a community' }).click();
    await hers.getByLabel('Name').fill('Engine Guild');
    await hers.getByRole('button', { name: 'Create' }).click();
    await see(hers.getByRole('log'));
    await his.goto(new URL(hers.url()).pathname);
    await his.getByRole('button', { name: 'Join' }).click();
    await see(hers.getByRole('link', { name: new RegExp(`${bob}`) }));
    await see(his.getByLabel('Write a message'));
    await hers.getByLabel('Write a message').pressSequentially('Welcome');
    await see(his.getByText('is typing…'));
    await hers.getByLabel('Write a message').press('Enter');
    await see(line(his, 'Welcome'));
    const members = hers.getByRole('region', { name: 'Members' });
    await seeCount(members.getByRole('img', { name: 'online' }), 2);
  }

  async function surviveTheServer(hers: Page, his: Page): Promise<void> {
    for (const window of [hers, his])
      await window.evaluate(() => document.body.setAttribute('data-same', 'page'));
    await write(his, 'Before the end');
    await see(line(hers, 'Before the end'));

    await server.kill();
    await Promise.all([hers, his].map((window) => see(window.getByText('No connection.'))));
    await write(his, 'Written in the dark');
    await see(his.getByText('sending…'));
    await write(hers, 'Is anybody there?');
    await server.start();
    await Promise.all([hers, his].map((window) => seeNo(window.getByText('No connection.'))));

    const said = ['Welcome', 'Before the end', 'Written in the dark', 'Is anybody there?'];
    for (const window of [hers, his]) {
      for (const words of said) await see(line(window, words));
      await seeNo(window.getByText('sending…'));
      await seeCount(window.locator('[data-message]'), said.length);
      expect(await window.evaluate(() => document.body.dataset.same)).toBe('page');
    }
    await write(hers, 'All is well');
    await see(line(his, 'All is well'));
    const order = await Promise.all(
      [hers, his].map((window) => window.locator('[data-message]').allInnerTexts()),
    );
    expect(order[0]?.map(lastLine)).toEqual(order[1]?.map(lastLine));
  }
});

async function write(window: Page, words: string): Promise<void> {
  const field = window.getByLabel('Write a message');
  await field.fill(words);
  await field.press('Enter');
}

/** A message that has arrived. */
function line(window: Page, words: string) {
  return window.locator('[data-message]').filter({ hasText: words });
}

function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1);
}
