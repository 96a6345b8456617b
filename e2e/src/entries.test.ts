import { expect, it } from 'vitest';
import { writePosts } from './support/crowd.js';
import { befriend } from './support/person.js';
import { see, seeCount, seeNo, seeWords } from './support/see.js';
import { journeys } from './support/stage.js';

journeys('Posts and comments', (stage) => {
  it('are edited with their history, deleted with a question, and leave a tombstone', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    const post = await ada.api.posts.create({ body: { title: 'First words', body: 'They were wrong.' } });
    const comment = await bob.api.entries.comment({
      params: { entryId: post.id },
      body: { body: 'Are they?' },
    });
    await ada.api.entries.comment({ params: { entryId: comment.id }, body: { body: 'They are.' } });
    const hers = await stage.window(ada, { expected: /404/ });
    const his = await stage.window(bob, { expected: /404/ });
    await Promise.all([hers, his].map((window) => window.goto(`/posts/${post.id}`)));

    await hers.getByRole('article').first().getByRole('button', { name: 'More' }).click();
    await hers.getByRole('menuitem', { name: 'Edit' }).click();
    await hers.getByLabel('Title').fill('Better words');
    await hers.getByLabel('What do you want to say?').fill('They are right now.');
    await hers.getByRole('button', { name: 'Save changes' }).click();
    await see(his.getByRole('heading', { name: 'Better words' }));
    await his.getByRole('button', { name: 'edited' }).click();
    const history = his.getByRole('dialog', { name: 'Earlier versions' });
    await see(history.getByText('They were wrong.'));
    await his.keyboard.press('Escape');
    await seeNo(history);

    const own = his.getByRole('article').filter({ hasText: 'Are they?' }).last();
    await own.getByRole('button', { name: 'More' }).click();
    await his.getByRole('menuitem', { name: 'Delete' }).click();
    await his.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await see(hers.getByText('Deleted by its author.'));
    await see(hers.getByText('They are.', { exact: true }));
    await seeNo(hers.getByText('Are they?'));

    await hers.getByRole('article').first().getByRole('button', { name: 'More' }).click();
    await hers.getByRole('menuitem', { name: 'Delete' }).click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await see(hers.getByText('Deleted.'));
    await see(hers.getByRole('heading', { name: 'Home' }));
    await see(his.getByText('There is nothing here'));
  });

  it('count votes at once, for everybody who looks', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    const post = await ada.api.posts.create({ body: { title: 'Vote', body: 'x' } });
    const hers = await stage.window(ada);
    const his = await stage.window(bob);
    await Promise.all([hers, his].map((window) => window.goto(`/posts/${post.id}`)));
    const up = his.getByRole('button', { name: 'Vote up' });
    await up.click();
    await seeWords(hers.getByRole('group', { name: 'Votes' }), '1 up, 0 down');
    await his.getByRole('button', { name: 'Vote down' }).click();
    await seeWords(hers.getByRole('group', { name: 'Votes' }), '0 up, 1 down');
    await his.getByRole('button', { name: 'Vote down' }).click();
    await seeWords(hers.getByRole('group', { name: 'Votes' }), '0 up, 0 down');
    expect(await hers.getByRole('button', { name: 'Vote up' }).isDisabled()).toBe(true);
  });

  it('open a long tree where it was cut, and show a comment with what it answers', async () => {
    const ada = await stage.person('Ada');
    const post = await ada.api.posts.create({ body: { title: 'Deep', body: 'x' } });
    let parent: string = post.id;
    for (let level = 1; level <= 7; level++) {
      const params = { entryId: parent };
      parent = (await ada.api.entries.comment({ params, body: { body: `Level ${level}` } })).id;
    }
    const window = await stage.window(ada);
    await window.goto(`/posts/${post.id}`);
    await see(window.getByText('Level 4'));
    expect(await window.getByText('Level 7').count()).toBe(0);
    await window.getByRole('button', { name: /more repl/ }).click();
    await see(window.getByText('Level 7'));
    await window.goto(`/posts/${post.id}/comments/${parent}`);
    await see(window.getByText('Level 1'));
    await see(window.getByText('Level 7'));
    await window.getByRole('link', { name: 'Show the whole discussion' }).click();
    await see(window.getByRole('heading', { level: 1, name: 'Deep' }));
  });

  it('keep a draft over a reload, and the place in the feed when one comes back', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await befriend(ada, bob);
    await writePosts(bob, 40);
    const window = await stage.window(ada);
    await window.goto('/');
    await window.getByLabel('Title').fill('Half a thought');
    await window.getByLabel('What do you want to say?').fill('To be continued');
    await window.reload();
    expect(await window.getByLabel('Title').inputValue()).toBe('Half a thought');
    expect(await window.getByLabel('What do you want to say?').inputValue()).toBe('To be continued');

    await see(window.getByRole('article', { name: 'Post 39' }));
    const far = window.getByRole('article', { name: 'Post 12', exact: true });
    await expect
      .poll(async () => {
        await window.mouse.wheel(0, 600);
        return far.isVisible();
      })
      .toBe(true);
    await far.scrollIntoViewIfNeeded();
    const before = await far.boundingBox();
    await far.getByRole('link', { name: 'Post 12' }).click();
    await see(window.getByRole('heading', { level: 1, name: 'Post 12' }));
    await window.goBack();
    await see(far);
    await expect
      .poll(async () => Math.abs(((await far.boundingBox())?.y ?? 0) - (before?.y ?? 0)))
      .toBeLessThan(4);
  });

  it('wait behind a pill while one reads, and are gone when their author takes them back', async () => {
    const ada = await stage.person('Ada');
    const bob = await stage.person('Bob');
    await befriend(ada, bob);
    await writePosts(bob, 2);
    const window = await stage.window(ada);
    await window.goto('/');
    await see(window.getByRole('article', { name: 'Post 1' }));
    const late = await bob.api.posts.create({ body: { title: 'Late', body: 'x' } });
    await bob.api.posts.create({ body: { title: 'Later', body: 'x' } });
    await see(window.getByRole('button', { name: '2 new' }));
    expect(await window.getByRole('article', { name: 'Late', exact: true }).count()).toBe(0);
    await window.getByRole('button', { name: '2 new' }).click();
    await see(window.getByRole('article', { name: 'Later' }));
    await seeNo(window.getByRole('button', { name: /new$/ }));
    await bob.api.posts.delete({ params: { postId: late.id } });
    await seeCount(window.getByRole('article', { name: 'Late', exact: true }), 0);
  });
});
