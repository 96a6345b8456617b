import type { SignedIn } from '@plaza/contract';
import type { HttpExchange } from '../../../platform/http/exchange.js';
import { ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { IssuedTokens, Origin } from './sessions.service.js';

/** Where a client keeps its refresh token: a web page of this origin leaves that to the browser. */
type TokenPlace = 'body' | 'cookie';

export function originOf(exchange: HttpExchange): Origin {
  return { ip: exchange.ip, device: exchange.device };
}

/** Gives the tokens as the contract shows them; the refresh token goes where the client keeps it. */
export function issueTokens(
  exchange: HttpExchange,
  place: TokenPlace,
  { accessToken, refreshToken }: IssuedTokens,
): Omit<SignedIn, 'user'> {
  if (place === 'cookie') exchange.setRefreshCookie(refreshToken.token, refreshToken.expiresAt);
  return {
    accessToken,
    refreshToken: place === 'cookie' ? null : refreshToken.token,
    expiresIn: ACCESS_TOKEN_SECONDS,
  };
}
