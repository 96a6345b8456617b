import { describe, expect, it } from 'vitest';
import { PlainClient, SocketIoClient, type TestClient } from '../realtime/support/clients.js';
import { emailTo, tokenIn } from '../support/emails.js';
import { eventually, type Person, password, World } from '../support/world.js';

const world = await World.open();
const SOON_MS = 2_000;

const signIn = (person: Person) =>
  world.stranger().auth.login({ body: { login: person.username, password } });

describe.each([
  ['the plain gateway', (token: string): TestClient => PlainClient.connect(world.url, { token })],
  ['Socket.IO', (token: string): TestClient => SocketIoClient.connect(world.url, { token })],
])('a socket of %s', (_name, connect) => {
  /** A second session of the person with an open socket. */
  async function elsewhere(person: Person) {
    const signedIn = await signIn(person);
    const socket = connect(signedIn.accessToken);
    await socket.ready();
    return { ...signedIn, socket };
  }

  async function expectRevoked(socket: TestClient, reason: string): Promise<void> {
    expect(await socket.end(SOON_MS)).toBe('revoked');
    expect(socket.frames.at(-1)).toMatchObject({ event: 'session.revoked', data: { reason } });
  }

  it('says who is there', async () => {
    const ada = await world.person('ada');
    const { socket } = await elsewhere(ada);
    const { data } = await socket.ready();
    expect(data.user).toEqual({ id: ada.id, username: ada.username, displayName: ada.username });
    await socket.leave();
  });

  it('ends with its session, and those of other sessions stay', async () => {
    const ada = await world.person('ada');
    const [phone, tablet] = [await elsewhere(ada), await elsewhere(ada)];
    const own = connect(await ada.token());
    await own.ready();
    await world.request('POST', '/auth/logout', { token: phone.accessToken });
    await expectRevoked(phone.socket, 'signed_out');
    expect([own.ending, tablet.socket.ending]).toEqual([undefined, undefined]);
    await ada.api.auth.revokeOtherSessions();
    await expectRevoked(tablet.socket, 'revoked');
    expect(own.ending).toBeUndefined();
    await own.leave();
  });

  it('ends when the password is changed or set anew elsewhere', async () => {
    const ada = await world.person('ada');
    const phone = await elsewhere(ada);
    await ada.api.auth.changePassword({ body: { currentPassword: password, newPassword: `${password}!` } });
    await expectRevoked(phone.socket, 'password_changed');
    const own = connect(await ada.token());
    await own.ready();
    await world.stranger().auth.forgotPassword({ body: { email: ada.email } });
    const token = tokenIn(await emailTo(world, ada.email, 'Choose a new password'));
    await world.stranger().auth.resetPassword({ body: { token, password } });
    await expectRevoked(own, 'password_reset');
  });

  it('ends when its refresh token was used twice', async () => {
    const ada = await world.person('ada');
    const { socket, refreshToken } = await elsewhere(ada);
    const body = { refreshToken: refreshToken ?? '' };
    await world.stranger().auth.refresh({ body });
    await world.rows(`update refresh_tokens set rotated_at = rotated_at - interval '1 minute'`);
    expect((await world.request('POST', '/auth/refresh', { body })).status).toBe(401);
    await expectRevoked(socket, 'token_reused');
  });

  it('is not opened with the token of a session that ended', async () => {
    const ada = await world.person('ada');
    const { accessToken, socket } = await elsewhere(ada);
    await world.request('POST', '/auth/logout', { token: accessToken });
    await socket.end();
    const again = connect(accessToken);
    expect(['refused', 'unauthenticated']).toContain(await again.end());
  });

  it('receives a new name at once', async () => {
    const ada = await world.person('ada');
    const { socket } = await elsewhere(ada);
    await ada.api.users.updateMe({ body: { displayName: 'Ada Lovelace' } });
    const { data } = await socket.next('user.updated');
    expect(data).toEqual({ id: ada.id, username: ada.username, displayName: 'Ada Lovelace' });
    await eventually(() => expect(socket.events('user.updated')).toHaveLength(1));
    await socket.leave();
  });
});
