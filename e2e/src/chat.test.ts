import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { befriend, guild, type Person } from './support/person.js';
import { see, seeCount, seeNo, seeWords } from './support/see.js';
import { journeys } from './support/stage.js';

journeys('Conversations', (stage) => {
  it('answer, edit, copy and delete messages, in both windows', async () => {
    const [ada, bob] = await friends();
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const hers = await stage.window(ada);
    const his = await stage.window(bob);
    await Promise.all([hers, his].map((window) => window.goto(`/messages/${direct.id}`)));
    await write(hers, 'Five and five is ten');
    await act(line(his, 'Five and five is ten'), 'Reply');
    await write(his, 'In base ten');
    await see(line(hers, 'In base ten').getByRole('button', { name: /Five and five/ }));

    await hers.getByLabel('Write a message').press('ArrowUp');
    const editor = hers.getByLabel('Edit the message');
    await editor.fill('Five and five are ten');
    await editor.press('Enter');
    await see(line(his, 'Five and five are ten').getByText('(edited)'));

    await act(line(hers, 'Five and five are ten').first(), 'Delete');
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await see(line(his, 'This message was deleted.'));
    await seeNo(line(his, 'Five and five'));
  });

  it('begin where one stopped reading, and show when all is read', async () => {
    const [ada, bob] = await friends();
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const params = { channelId: direct.id };
    for (let index = 1; index <= 70; index++) {
      await bob.api.messages.send({ params, body: { body: `Message ${index}` } });
    }
    const hers = await stage.window(ada);
    await hers.goto('/messages');
    await seeWords(hers.getByRole('link', { name: /Messages/ }), '1 unread');
    await hers.getByRole('link', { name: /Bob.*70 unread/ }).click();
    await see(line(hers, 'Message 70'));
    await hers.getByRole('button', { name: '70 unread above' }).click();
    await see(hers.getByText('New', { exact: true }));
    await see(line(hers, 'Message 1').first());
    await hers.getByRole('button', { name: 'To the newest' }).click();
    await see(line(hers, 'Message 70'));
    await seeNo(hers.getByRole('link', { name: /Messages.*unread/ }));
    const his = await stage.window(bob);
    await his.goto(`/messages/${direct.id}`);
    await see(line(his, 'Message 70').getByTitle('Read'));
  });

  it('mark what is unread in the rail, the list and the channel, and take it away in all windows', async () => {
    const [ada, bob] = await friends();
    const { community, channel, path } = await guild('Unread Guild', ada, bob);
    const side = await ada.api.channels.create({
      params: { communityId: community.id },
      body: { type: 'text', name: 'side-talk' },
    });
    const hers = await stage.window(ada);
    const second = await stage.window(ada);
    await hers.goto('/');
    await second.goto(path);
    await bob.api.messages.send({ params: { channelId: side.id }, body: { body: 'Over here' } });
    await bob.api.messages.send({ params: { channelId: side.id }, body: { body: 'And here' } });
    const rail = hers.getByRole('region', { name: 'Communities' });
    await see(rail.getByRole('img', { name: 'Something unread' }));
    await see(second.getByRole('link', { name: /side-talk.*2 unread/ }));
    await second.getByRole('link', { name: /side-talk/ }).click();
    await see(line(second, 'And here'));
    await seeNo(rail.getByRole('img', { name: 'Something unread' }));
    await bob.api.messages.send({ params: { channelId: channel.id }, body: { body: 'Back in general' } });
    await see(rail.getByRole('img', { name: 'Something unread' }));

    const direct = await bob.api.channels.openDirect({ body: { userId: ada.id } });
    // That Bob follows her waits to be seen as well.
    await expect.poll(() => hers.title()).toBe('(1) Home · Plaza');
    await bob.api.messages.send({ params: { channelId: direct.id }, body: { body: 'And to you alone' } });
    await expect.poll(() => hers.title()).toBe('(2) Home · Plaza');
    await second.goto(`/messages/${direct.id}`);
    await see(line(second, 'And to you alone'));
    await expect.poll(() => second.title()).toBe('(1) Bob · Plaza');
    await expect.poll(() => hers.title()).toBe('(1) Home · Plaza');
  });

  it('make people wait where a channel is slow', async () => {
    const [ada, bob] = await friends();
    const { community } = await guild('Slow Guild', ada, bob);
    const slow = await ada.api.channels.create({
      params: { communityId: community.id },
      body: { type: 'text', name: 'slow', slowModeSeconds: 2 },
    });
    const his = await stage.window(bob);
    await his.goto(`/c/${community.handle}/${slow.id}`);
    await see(his.getByText('one message every 2 s'));
    await write(his, 'First');
    await see(line(his, 'First'));
    await see(his.getByText(/Slow mode: \d s$/));
    await his.getByLabel('Write a message').fill('Second');
    expect(await his.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await seeNo(his.getByText(/Slow mode: \d s$/));
    await his.getByRole('button', { name: 'Send' }).click();
    await see(line(his, 'Second'));
  });

  it('close behind somebody who is kicked, and open again when they come back', async () => {
    const [ada, bob] = await friends();
    const { community, path } = await guild('Strict Guild', ada, bob);
    const his = await stage.window(bob, { expected: /404/ });
    await his.goto(path);
    await see(his.getByLabel('Write a message'));
    await ada.api.communities.kick({ params: { communityId: community.id, userId: bob.id } });
    await seeNo(his.getByRole('region', { name: 'Communities' }).getByText('Strict Guild'));
    await his.goto(path);
    await his.getByRole('button', { name: 'Join' }).click();
    await write(his, 'Back again');
    await see(line(his, 'Back again'));
    await see(his.getByRole('region', { name: 'Communities' }).getByText('Strict Guild'));
  });

  it('show who is there, away, and how they want to be seen', async () => {
    const [ada, bob] = await friends();
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const hers = await stage.window(ada);
    await hers.goto(`/messages/${direct.id}`);
    const head = hers.getByRole('banner').or(hers.locator('header')).filter({ hasText: 'Bob' });
    await seeWords(head, 'offline');
    const his = await stage.window(bob);
    await his.goto('/');
    await seeWords(head, 'online');
    await his.getByRole('button', { name: 'Bob' }).click();
    await his.getByRole('menuitemradio', { name: 'Do not disturb' }).click();
    await seeWords(head, 'do not disturb');
    await his.reload();
    await his.getByRole('button', { name: 'Bob' }).click();
    await see(his.getByRole('menuitemradio', { name: 'Do not disturb', checked: true }));
    await his.getByRole('menuitemradio', { name: 'Invisible' }).click();
    await seeWords(head, /offline|last seen/);
  });

  it('keep what was not sent through leaving the screen and a reload', async () => {
    const [ada, bob] = await friends();
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    const window = await stage.window(ada, { expected: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/ });
    await window.goto(`/messages/${direct.id}`);
    await see(window.getByLabel('Write a message'));
    await window.route('**/api/v1/channels/*/messages', (route) => route.abort());
    await write(window, 'Through thick and thin');
    await see(window.getByText('Through thick and thin'));
    await window.getByRole('link', { name: 'Home' }).first().click();
    await see(window.getByRole('heading', { name: 'Home' }));
    await window.reload();
    await window.unroute('**/api/v1/channels/*/messages');
    await window.goto(`/messages/${direct.id}`);
    await see(line(window, 'Through thick and thin'));
    await seeCount(window.locator('[data-message]'), 1);
  });

  async function friends(): Promise<[Person, Person]> {
    const people = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    await befriend(...people);
    return people;
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

async function act(message: ReturnType<typeof line>, action: string): Promise<void> {
  await message.hover();
  await message.getByRole('button', { name: action }).click();
}
