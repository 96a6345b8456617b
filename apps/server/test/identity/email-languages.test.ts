import { expect, it } from 'vitest';
import { emailsTo, emailTo, linkIn } from '../support/emails.js';
import { password, World } from '../support/world.js';

const world = await World.open();

let made = 0;

/** Registers somebody with a locale of theirs, in the way a client does. */
async function registerIn(locale: string) {
  made += 1;
  const username = `speaker_${made}`;
  const email = `${username}@example.org`;
  await world.stranger().auth.register({ body: { username, email, password, locale } });
  return { username, email };
}

it('speaks German from the first e-mail on to somebody who registers in German', async () => {
  const { username, email } = await registerIn('de-AT');
  const proof = await emailTo(world, email, 'Bestätige deine E-Mail-Adresse');
  expect(proof.text).toContain(`Hallo ${username},`);
  expect(proof.text).toContain('Der Link gilt 24 Stunden.');
  expect(proof.text).toContain(`Adresse bestätigen:\n${linkIn(proof)}`);
  expect(proof.html).toContain('<html lang="de" dir="ltr">');
  expect(proof.html).toContain('Wenn die Schaltfläche nicht funktioniert');
});

it('knows one from many', async () => {
  const { email } = await registerIn('de');
  await world.stranger().auth.forgotPassword({ body: { email } });
  const reset = await emailTo(world, email, 'Wähle ein neues Passwort');
  expect(reset.text).toContain('Der Link gilt einmal und 1 Stunde lang.');
});

it('follows when somebody chooses another language', async () => {
  const ada = await world.person('ada');
  await emailTo(world, ada.email, 'Confirm your e-mail address');
  await ada.api.users.updateMe({ body: { locale: 'de' } });
  await ada.api.auth.resendVerification();
  await emailTo(world, ada.email, 'Bestätige deine E-Mail-Adresse');
  const change = { email: 'another.ada@example.org', currentPassword: password };
  await ada.api.auth.changeEmail({ body: change });
  const notice = await emailTo(world, ada.email, 'Deine E-Mail-Adresse soll geändert werden');
  expect(notice.text).toContain('möchte another.ada@example.org statt dieser Adresse verwenden');
  expect(notice.text).toContain('Der Link gilt 7 Tage.');
  await ada.api.auth.changePassword({
    body: { currentPassword: password, newPassword: 'another horse battery' },
  });
  await emailTo(world, ada.email, 'Dein Passwort wurde geändert');
});

it.each(['en-GB', 'tlh', 'xx-Aaaa-bb-cccccccc'])('is English for %s', async (locale) => {
  const { email } = await registerIn(locale);
  const { text } = await emailTo(world, email, 'Confirm your e-mail address');
  expect(text).toContain('The link works for 24 hours.');
  expect(await emailsTo(world, email)).toHaveLength(1);
});

it('takes no locale that is none', async () => {
  const body = { username: 'nobody', email: 'nobody@example.org', password, locale: '../de' };
  const { status } = await world.request('POST', '/auth/register', { body });
  expect(status).toBe(422);
});
