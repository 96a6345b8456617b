import type { Account, UserId } from '@plaza/contract';
import { createClient, type Plaza, Session } from '@plaza/sdk';

/** Somebody signed in, with a client of their own. */
export interface Person {
  id: UserId;
  username: string;
  email: string;
  account: Account;
  api: Plaza;
  session: Session;
  /** A living access token, for requests by hand. */
  token(): Promise<string>;
}

export const password = 'correct horse battery';

/** Registers somebody over the API. */
export async function register(baseUrl: string, username: string): Promise<Person> {
  const session = new Session({ baseUrl });
  const api = createClient({ baseUrl, session });
  const email = `${username}@example.org`;
  const { user } = await api.auth.register({ body: { username, email, password } });
  return {
    id: user.id,
    username,
    email,
    account: user,
    api,
    session,
    token: async () => (await session.accessToken()) ?? '',
  };
}
