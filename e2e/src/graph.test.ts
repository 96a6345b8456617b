import { it } from 'vitest';
import { befriend } from './support/person.js';
import { see, seeNo, seeWords } from './support/see.js';
import { journeys } from './support/stage.js';

journeys('Following and blocking', (stage) => {
  it('a private account is asked first, and lets its posts be seen then', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await ada.api.users.updateMe({ body: { isPrivate: true } });
    await ada.api.posts.create({ body: { title: 'For my followers', body: 'x', audience: 'followers' } });
    const hers = await stage.window(ada);
    const his = await stage.window(bob);
    await hers.goto('/notifications');
    await his.goto(`/@${ada.username}`);
    await his.getByRole('button', { name: 'Follow', exact: true }).click();
    await see(his.getByRole('button', { name: 'Requested' }));
    await see(hers.getByText('They want to follow you'));
    await hers.getByRole('button', { name: 'Accept' }).click();
    await seeNo(hers.getByText('They want to follow you'));
    await his.getByRole('link', { name: /Notifications/ }).click();
    await see(his.getByText(/let you follow them/));
    await his.getByRole('link', { name: 'Home' }).first().click();
    await see(his.getByRole('article', { name: 'For my followers' }));
  });

  it('to unfollow can be undone', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await befriend(ada, bob);
    const window = await stage.window(ada);
    await window.goto(`/@${bob.username}`);
    await window.getByRole('button', { name: 'Following', exact: true }).click();
    await see(window.getByText(/You no longer follow/));
    await see(window.getByRole('button', { name: 'Follow', exact: true }));
    await window.getByRole('button', { name: 'Undo' }).click();
    await see(window.getByRole('button', { name: 'Following', exact: true }));
    await seeWords(window.getByRole('main'), '1 follower');
  });

  it('a block closes the conversation and takes the posts away, in both windows', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await befriend(ada, bob);
    await bob.api.posts.create({ body: { title: 'By Bob', body: 'x' } });
    const direct = await ada.api.channels.openDirect({ body: { userId: bob.id } });
    await ada.api.messages.send({ params: { channelId: direct.id }, body: { body: 'Hello' } });
    const hers = await stage.window(ada, { expected: /404/ });
    const his = await stage.window(bob, { expected: /404/ });
    await his.goto(`/messages/${direct.id}`);
    await see(his.getByLabel('Write a message'));
    await hers.goto('/');
    await see(hers.getByRole('article', { name: 'By Bob' }));

    await hers
      .getByRole('article', { name: 'By Bob' })
      .getByRole('link', { name: 'Bob', exact: true })
      .click();
    await hers.getByRole('button', { name: 'More' }).first().click();
    await hers.getByRole('menuitem', { name: 'Block' }).click();
    await see(hers.getByRole('alertdialog'));
    await hers.getByRole('button', { name: 'Block' }).click();
    await see(hers.getByRole('button', { name: 'Unblock' }));
    await seeNo(his.getByLabel('Write a message'));
    await see(his.getByText('This person is not available.'));
    await hers.getByRole('link', { name: 'Home' }).first().click();
    await see(hers.getByRole('heading', { name: 'Home' }));
    await seeNo(hers.getByRole('article', { name: 'By Bob' }));
    await his.goto(`/@${ada.username}`);
    await see(his.getByText('No posts to see here.'));
    await seeNo(his.getByRole('button', { name: 'Follow', exact: true }));

    await hers.goto('/settings/blocked');
    await hers.getByRole('button', { name: 'Unblock' }).click();
    await see(hers.getByText('You block nobody.'));
  });
});
