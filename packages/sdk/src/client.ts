import type { CallInput, CallResult, OperationShape, Operations } from '@plaza/contract';
import { PlazaError } from './errors.js';
import { exchange } from './http/exchange.js';
import { type Parts, type Route, requestTo } from './http/request.js';
import { routes } from './routes.generated.js';
import type { Session, Tokens } from './session/session.js';

export interface CallOptions {
  signal?: AbortSignal;
  /** For one attempt; 10 s by default. A limit for all of it is `signal: AbortSignal.timeout(…)`. */
  timeoutMs?: number;
  /** The client makes one by itself; one of your own keeps a call safe over a restart of your program. */
  idempotencyKey?: string;
}

type IsEmptyAllowed<Value> = Record<never, never> extends Value ? true : false;
type OptionalParts<Input> = {
  [Part in keyof Input as IsEmptyAllowed<Input[Part]> extends true ? never : Part]: Input[Part];
} & {
  [Part in keyof Input as IsEmptyAllowed<Input[Part]> extends true ? Part : never]?: Input[Part] | undefined;
};
type Call<Shape extends OperationShape, Input = OptionalParts<CallInput<Shape>>> =
  IsEmptyAllowed<Input> extends true
    ? (input?: Input, options?: CallOptions) => Promise<CallResult<Shape>>
    : (input: Input, options?: CallOptions) => Promise<CallResult<Shape>>;

/** Every operation of the contract as a function: `plaza.posts.create({ body: { title, body } })`. */
export type Plaza = {
  readonly [Area in keyof Operations]: {
    readonly [Name in keyof Operations[Area]]: Operations[Area][Name] extends infer Shape extends
      OperationShape
      ? Call<Shape>
      : never;
  };
};

export interface ClientOptions {
  /** Origin of the server, without a slash at its end. */
  baseUrl: string;
  /** Without one all calls are those of a stranger. */
  session?: Session;
}

const routeTable: { [Area in keyof Operations]: Record<keyof Operations[Area], Route> } = routes;

/**
 * Makes the client. Calls throw `PlazaError` when the server refuses, `OfflineError` when no answer came; what can be repeated
 * safely (every POST of a signed-in user carries an idempotency key) is repeated a few times before.
 */
export function createClient(options: ClientOptions): Plaza {
  const client = Object.fromEntries(
    Object.entries(routeTable).map(([area, group]) => [
      area,
      Object.fromEntries(
        Object.entries<Route>(group).map(([name, route]) => [
          name,
          (input: Parts = {}, callOptions: CallOptions = {}) =>
            call(options, `${area}.${name}`, route, input, callOptions),
        ]),
      ),
    ]),
  );
  // Built from the table above, which the compiler holds against the contract; the entries lose their names on the way.
  return client as unknown as Plaza;
}

async function call(
  { baseUrl, session }: ClientOptions,
  name: string,
  route: Route,
  input: Parts,
  options: CallOptions,
): Promise<unknown> {
  if (!session) return exchange(requestTo(baseUrl, route, input, options)(null));
  if (name === 'auth.login' || name === 'auth.register') {
    const body = { refreshTokenIn: session.refreshTokenIn, ...input.body };
    const signedIn = await exchange(requestTo(baseUrl, route, { ...input, body }, options)(null));
    session.start(signedIn as Tokens);
    return signedIn;
  }
  const request = requestTo(baseUrl, route, input, options);
  if (name !== 'auth.logout') return asViewer(session, request);
  return session.leave(() =>
    asViewer(session, request).catch((error) => {
      if (!isTokenRefused(error)) throw error;
    }),
  );
}

/** Sends with the session's token, and once more with a new one where the server does not take it. */
async function asViewer(session: Session, request: ReturnType<typeof requestTo>): Promise<unknown> {
  const token = await session.accessToken();
  try {
    return await exchange(request(token));
  } catch (error) {
    if (token === null || !isTokenRefused(error)) throw error;
    const renewed = await session.renew(token);
    if (renewed === null) throw error;
    return exchange(request(renewed));
  }
}

function isTokenRefused(error: unknown): boolean {
  return error instanceof PlazaError && ['unauthenticated', 'session_ended'].includes(error.code);
}
