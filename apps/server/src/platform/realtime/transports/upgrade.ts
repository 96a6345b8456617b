import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { isOwnOrigin } from '../../http/exchange.js';
import type { ProblemError } from '../../problems/problem-error.js';
import type { GatewayPolicy } from '../gateway-policy.js';
import type { CloseReason } from '../hub/connection.js';

/** Programs send no origin; a browser's page has to be ours, or it would act with a token that it should not have. */
export function isAllowedOrigin(
  headers: { origin?: string | undefined; host?: string | undefined },
  publicUrl: string,
): boolean {
  return headers.origin === undefined || isOwnOrigin(headers.origin, headers.host, publicUrl);
}

export function pathOf({ url = '' }: { url?: string | undefined }): string {
  return url.split('?', 1)[0] ?? '';
}

export function queryOf({ url = '' }: { url?: string | undefined }): URLSearchParams {
  return new URLSearchParams(url.slice(pathOf({ url }).length));
}

/** Ends an upgrade that is not taken. */
export function refuseUpgrade(socket: Duplex, status: 403 | 404 | 503): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** How a socket is closed that could not be admitted. */
export function closeReasonOf({ code, status }: ProblemError): CloseReason {
  if (status === 401 || status === 403) return 'unauthenticated';
  return code === 'rate_limited' ? 'rateLimited' : 'unavailable';
}

/** How both gateways speak WebSocket: small frames, no compression, no long close. */
export function serverOptions({ frameBytes, closeMs }: GatewayPolicy) {
  return {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: frameBytes,
    closeTimeout: closeMs,
  };
}
