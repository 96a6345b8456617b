import type { SignedIn } from '@plaza/contract';
import type { HttpExchange } from '../../../platform/http/exchange.js';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { IssuedTokens, Origin } from './sessions.service.js';

/** How the client gets its refresh token: a web page of this origin gets a cookie. */
type TokenTransport = 'body' | 'cookie';

export function originOf(exchange: HttpExchange): Origin {
  return { ip: exchange.ip, device: exchange.device };
}

/** Gives the tokens as the contract shows them; the refresh token goes into the body or the cookie. */
export function issueTokens(
  exchange: HttpExchange,
  transport: TokenTransport,
  { accessToken, refreshToken }: IssuedTokens,
): Omit<SignedIn, 'user'> {
  if (transport === 'cookie') exchange.setRefreshCookie(refreshToken.token, refreshToken.expiresAt);
  return {
    accessToken,
    refreshToken: transport === 'cookie' ? null : refreshToken.token,
    expiresIn: ACCESS_TOKEN_SECONDS,
  };
}
