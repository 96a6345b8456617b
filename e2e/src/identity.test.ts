import { expect, it } from 'vitest';
import { newUsername, password } from './support/person.js';
import { see, seeCount, seeNo } from './support/see.js';
import { journeys } from './support/stage.js';

const REFUSED = /status of (401|409|422)/;

journeys('Accounts', (stage) => {
  it('say what is wrong at the field it is wrong in', async () => {
    const taken = await stage.person('Ada');
    const window = await stage.strangerWindow({ expected: REFUSED });
    await window.goto('/register');
    await window.getByLabel('Username').fill(taken.username);
    await window.getByLabel('E-mail').fill(`${newUsername('x')}@example.org`);
    await window.getByLabel('Password').fill('password');
    await window.getByRole('button', { name: 'Create account' }).click();
    await see(window.getByText('This password is among the first'));
    await expect
      .poll(() => window.evaluate(() => document.activeElement?.getAttribute('name')))
      .toBe('password');
    await window.getByLabel('Password').fill(password);
    await window.getByRole('button', { name: 'Create account' }).click();
    await see(window.getByText('This name is taken'));
  });

  it('sign in to where one wanted to go, and out to the start', async () => {
    const ada = await stage.person('Ada');
    const window = await stage.strangerWindow({ expected: REFUSED });
    await window.goto('/settings/account');
    await window.getByLabel('Username or e-mail').fill(ada.username);
    await window.getByLabel('Password').fill('not the password');
    await window.getByRole('button', { name: 'Sign in' }).click();
    await see(window.getByRole('alert'));
    await window.getByLabel('Password').fill(password);
    await window.getByRole('button', { name: 'Sign in' }).click();
    await see(window.getByRole('button', { name: 'Change password' }));
    await window.reload();
    await see(window.getByRole('button', { name: 'Change password' }));
    await window
      .getByTitle(ada.name)
      .or(window.getByRole('button', { name: ada.name }))
      .first()
      .click();
    await window.getByRole('menuitem', { name: 'Sign out' }).click();
    await see(window.getByRole('heading', { name: 'One place for every way people gather.' }));
    expect(new URL(window.url()).pathname).toBe('/');
  });

  it('lead a stranger who wants to answer to sign in, and back to the post', async () => {
    const [ada, bob] = await Promise.all([stage.person('Ada'), stage.person('Bob')]);
    const post = await ada.api.posts.create({ body: { title: 'A question', body: 'Who knows?' } });
    const window = await stage.strangerWindow({ expected: REFUSED });
    await window.goto(`/posts/${post.id}`);
    await window.getByRole('link', { name: 'Sign in to vote and comment.' }).click();
    await window.getByRole('main').getByRole('link', { name: 'Create account' }).click();
    await see(window.getByRole('heading', { name: 'Create account' }));
    await window.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await window.getByLabel('Username or e-mail').fill(bob.username);
    const typed = window.getByLabel('Password');
    await typed.fill(password);
    await window.getByRole('button', { name: 'Show what I type' }).click();
    expect(await typed.getAttribute('type')).toBe('text');
    await window.getByRole('button', { name: 'Hide what I type' }).click();
    expect(await typed.getAttribute('type')).toBe('password');
    await window.getByRole('button', { name: 'Sign in' }).click();
    await window.getByLabel('Write a comment').fill('I do.');
    expect(new URL(window.url()).pathname).toBe(`/posts/${post.id}`);
  });

  it('change the password, and empty the fields it was typed in', async () => {
    const ada = await stage.person('Ada');
    const window = await stage.window(ada);
    await window.goto('/settings');
    await see(window.getByLabel('About you'));
    await window.getByRole('link', { name: 'Account' }).click();
    const fields = window.locator('form').filter({ hasText: 'New password' });
    await fields.getByLabel('Current password').fill(password);
    await fields.getByLabel('New password').fill('a better horse battery');
    await fields.getByRole('button', { name: 'Change password' }).click();
    await see(window.getByText('Your password is changed'));
    expect(await fields.getByLabel('Current password').inputValue()).toBe('');
    expect(await fields.getByLabel('New password').inputValue()).toBe('');
  });

  it('send the other window away when its session is ended', async () => {
    const ada = await stage.person('Ada');
    const here = await stage.window(ada);
    const there = await stage.window(ada, { expected: REFUSED });
    await there.goto('/settings/profile');
    await there.getByLabel('About you').fill('unsaved');
    await here.goto('/settings/sessions');
    const others = here.getByRole('button', { name: 'End', exact: true });
    await others.last().waitFor();
    await here.getByRole('button', { name: 'End all other sessions' }).click();
    await see(there.getByText('You have been signed out.'));
    await see(there.getByRole('heading', { name: 'Sign in' }));
    await seeCount(others, 0);
    await there.getByLabel('Username or e-mail').fill(ada.username);
    await there.getByLabel('Password').fill(password);
    await there.getByRole('button', { name: 'Sign in' }).click();
    await see(there.getByLabel('About you'));
  });

  it('change name, theme and language, and keep them', async () => {
    const ada = await stage.person('Ada');
    const window = await stage.window(ada);
    await window.goto('/settings/profile');
    await window.getByLabel('Name', { exact: true }).fill('Ada, Countess of Lovelace');
    await window.getByLabel('About you').fill('Engines,\nmostly.');
    await window.getByLabel('Links').fill('https://example.org/ada');
    await window.getByRole('button', { name: 'Save' }).click();
    await see(window.getByText('Saved.'));
    await see(window.getByRole('navigation').getByText('Ada, Countess of Lovelace'));

    await window.getByRole('link', { name: 'Appearance' }).click();
    await window.getByLabel('Theme').selectOption('Dark');
    const background = () =>
      window.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await background()).toBe('rgb(18, 20, 23)');
    await window.getByLabel('Language').selectOption('Deutsch');
    await see(window.getByRole('heading', { name: 'Einstellungen' }));
    await window.reload();
    await see(window.getByRole('heading', { name: 'Einstellungen' }));
    expect(await background()).toBe('rgb(18, 20, 23)');
    const html = window.locator('html');
    expect([await html.getAttribute('lang'), await html.getAttribute('dir')]).toEqual(['de', 'ltr']);
    // E-mails speak it from now on, too.
    await expect.poll(async () => (await ada.api.users.me()).locale).toBe('de');

    await window.goto(`/@${ada.username}`);
    await see(window.getByText('Engines,'));
    await see(window.getByRole('link', { name: 'example.org/ada' }));
    await seeNo(window.getByText('Edit profile'));
  });

  it('speak the language of the browser to strangers, and remember it when they register', async () => {
    const window = await stage.strangerWindow({ language: 'de-AT' });
    await window.goto('/register');
    await see(window.getByRole('heading', { name: 'Konto anlegen' }));
    const username = newUsername('gerda');
    await window.getByLabel('Benutzername').fill(username);
    await window.getByLabel('E-Mail').fill(`${username}@example.org`);
    await window.getByLabel('Passwort').fill(password);
    const answer = window.waitForResponse(/\/auth\/register$/);
    await window.getByRole('button', { name: 'Konto anlegen' }).click();
    expect(await (await answer).json()).toMatchObject({ user: { locale: 'de' } });
    await see(window.getByRole('heading', { name: 'Hier ist es still' }));
  });
});
