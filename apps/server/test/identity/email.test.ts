import { describe, expect, it } from 'vitest';
import { emailsTo, emailTo, linkIn, tokenIn } from '../support/emails.js';
import { type Person, password, refusal, World } from '../support/world.js';

const world = await World.open();
const CONFIRM = 'Confirm your e-mail address';
const MOVING = 'Your e-mail address is about to change';
const DAY_MS = 86_400_000;

let made = 0;
const newAddress = () => {
  made += 1;
  return `new.address.${made}@example.org`;
};

const verify = (token: string) => world.stranger().auth.verifyEmail({ body: { token } });
const undo = (token: string) => world.stranger().auth.undoEmailChange({ body: { token } });
const me = (person: Person) => person.api.users.me();

/** Asks for another address; gives the tokens that were mailed to both. */
async function ask(person: Person, email: string, from = person.email) {
  await person.api.auth.changeEmail({ body: { email, currentPassword: password } });
  const proof = await emailTo(world, email, CONFIRM);
  const notice = await emailTo(world, from, MOVING);
  return { proof: tokenIn(proof), undo: tokenIn(notice), notice };
}

describe('an e-mail address', () => {
  it('is proved by the link that was mailed, once', async () => {
    const ada = await world.person('ada');
    const token = tokenIn(await emailTo(world, ada.email, CONFIRM));
    await verify(token);
    expect((await me(ada)).emailVerified).toBe(true);
    expect(await refusal(verify(token))).toBe('token_invalid');
  });

  it('is not proved a day later, nor by anything else', async () => {
    const ada = await world.person('ada');
    const token = tokenIn(await emailTo(world, ada.email, CONFIRM));
    world.clock.advance(DAY_MS + 1_000);
    for (const attempt of [token, 'x'.repeat(43), '../../etc']) {
      expect(await refusal(verify(attempt))).toBe('token_invalid');
    }
    expect((await me(ada)).emailVerified).toBe(false);
  });

  it('is asked for again on request, as long as it is not proved', async () => {
    const ada = await world.person('ada');
    await ada.api.auth.resendVerification();
    await verify(tokenIn(await emailTo(world, ada.email, CONFIRM, 2)));
    await ada.api.auth.resendVerification();
    expect((await me(ada)).emailVerified).toBe(true);
    expect(await emailsTo(world, ada.email)).toHaveLength(2);
  });
});

describe('another e-mail address', () => {
  it('counts only once it is proved; until then the old one does', async () => {
    const ada = await world.person('ada');
    const email = newAddress();
    const { proof, notice } = await ask(ada, email);
    expect(await me(ada)).toMatchObject({ email: ada.email, pendingEmail: email });
    expect(notice.text).toContain(email);
    expect(linkIn(notice).origin + linkIn(notice).pathname).toBe(`${world.url}/undo-email`);
    const early = world.stranger().auth.login({ body: { login: email, password } });
    expect(await refusal(early)).toBe('invalid_credentials');
    await verify(proof);
    expect(await me(ada)).toMatchObject({ email, pendingEmail: null, emailVerified: true });
    const old = world.stranger().auth.login({ body: { login: ada.email, password } });
    expect(await refusal(old)).toBe('invalid_credentials');
    expect((await world.stranger().auth.login({ body: { login: email, password } })).user.id).toBe(ada.id);
  });

  it('wants the password', async () => {
    const ada = await world.person('ada');
    const attempt = ada.api.auth.changeEmail({ body: { email: newAddress(), currentPassword: 'wrong one' } });
    expect(await refusal(attempt)).toBe('invalid_credentials');
    expect((await me(ada)).pendingEmail).toBeNull();
  });

  it('is not the present one', async () => {
    const ada = await world.person('ada');
    const body = { email: ada.email.toUpperCase(), currentPassword: password };
    expect(await refusal(ada.api.auth.changeEmail({ body }))).toBe('invalid_input');
  });

  it('may belong to somebody without the answer frame; proving it is refused then', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    await ada.api.auth.changeEmail({ body: { email: bob.email, currentPassword: password } });
    const token = tokenIn(await emailTo(world, bob.email, CONFIRM, 2));
    expect(await refusal(verify(token))).toBe('email_taken');
    expect(await me(ada)).toMatchObject({ email: ada.email, pendingEmail: bob.email });
    expect((await me(bob)).email).toBe(bob.email);
  });

  it('goes to one of two who prove the same at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [ada, bob] = [await world.person('ada'), await world.person('bob')];
      const email = newAddress();
      const proofs: string[] = [];
      for (const [number, person] of [ada, bob].entries()) {
        await person.api.auth.changeEmail({ body: { email, currentPassword: password } });
        proofs.push(tokenIn(await emailTo(world, email, CONFIRM, number + 1)));
      }
      const outcomes = await Promise.allSettled(proofs.map(verify));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const owners = await world.rows('select id from users where email = $1', [email]);
      expect(owners).toHaveLength(1);
    }
  });

  it('forgets the one asked for before', async () => {
    const ada = await world.person('ada');
    const [first, second] = [newAddress(), newAddress()];
    const { proof } = await ask(ada, first);
    await ask(ada, second);
    expect(await refusal(verify(proof))).toBe('token_invalid');
    expect((await me(ada)).pendingEmail).toBe(second);
  });
});

describe('a change of e-mail address', () => {
  it('can be taken back before it counts, which ends all sessions', async () => {
    const ada = await world.person('ada');
    const { proof, undo: token } = await ask(ada, newAddress());
    await undo(token);
    expect(
      await world.rows('select 1 from sessions where user_id = $1 and revoked_at is null', [ada.id]),
    ).toEqual([]);
    expect(await refusal(verify(proof))).toBe('token_invalid');
    expect(await refusal(undo(token))).toBe('token_invalid');
    const { user } = await world.stranger().auth.login({ body: { login: ada.email, password } });
    expect(user).toMatchObject({ email: ada.email, pendingEmail: null, emailVerified: true });
  });

  it('can be taken back after it counts, and the rightful owner gets a link for a new password', async () => {
    const ada = await world.person('ada');
    const { proof, undo: token } = await ask(ada, newAddress());
    await verify(proof);
    await undo(token);
    const email = await emailTo(world, ada.email, 'Your e-mail address was kept');
    await world
      .stranger()
      .auth.resetPassword({ body: { token: tokenIn(email), password: 'only mine again' } });
    const body = { login: ada.email, password: 'only mine again' };
    expect((await world.stranger().auth.login({ body })).user).toMatchObject({
      id: ada.id,
      email: ada.email,
    });
  });

  it('keeps the old address free for that, whoever wants it meanwhile', async () => {
    const [ada, bob] = [await world.person('ada'), await world.person('bob')];
    const { proof, undo: token } = await ask(ada, newAddress());
    await verify(proof);
    const registration = { username: 'squatter', email: ada.email, password };
    expect(await refusal(world.stranger().auth.register({ body: registration }))).toBe('email_taken');
    await bob.api.auth.changeEmail({ body: { email: ada.email, currentPassword: password } });
    const squat = tokenIn(await emailTo(world, ada.email, CONFIRM, 2));
    expect(await refusal(verify(squat))).toBe('email_taken');
    await undo(token);
    expect((await world.stranger().auth.login({ body: { login: ada.email, password } })).user.id).toBe(
      ada.id,
    );
  });

  it('cannot be taken back a week later; then the address is free', async () => {
    const ada = await world.person('ada');
    const { proof, undo: token } = await ask(ada, newAddress());
    await verify(proof);
    world.clock.advance(7 * DAY_MS + 1_000);
    expect(await refusal(undo(token))).toBe('token_invalid');
    const body = { username: 'somebody_new', email: ada.email, password };
    expect((await world.stranger().auth.register({ body })).user.email).toBe(ada.email);
  });
});
