import { withNarrowSigns, withoutBlanks } from './clean.js';

const maxLength = 254;
const maxLocalLength = 64;
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Nothing in it may mean another part of an address to the parser that translates it. */
const domain = /^[\p{L}\p{M}\p{N}\u200c-\u200d.。｡·・-]+$/u;
const asciiDomain = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])$/;

/**
 * Gives the address as it is stored, looked up and mailed to: without blanks around it, its domain in small ASCII letters
 * (`user@Bücher.example` is `user@xn--bcher-kva.example`). Null for what is no address or longer than 254 characters.
 */
export function normalizeEmail(address: string): string | null {
  const written = withNarrowSigns(withoutBlanks(address));
  const at = written.lastIndexOf('@');
  const [local, host] = [written.slice(0, Math.max(0, at)), asciiHost(written.slice(at + 1))];
  if (local.length > maxLocalLength || !localPart.test(local) || host === null) return null;
  const normalized = `${local}@${host}`;
  return normalized.length <= maxLength ? normalized : null;
}

/** Gives what a person typed to sign in, as the account has it: an address, or else a name without blanks around it. */
export function normalizeLogin(login: string): string {
  return normalizeEmail(login) ?? withNarrowSigns(withoutBlanks(login));
}

function asciiHost(written: string): string | null {
  if (written.length > maxLength || !domain.test(written)) return null;
  const host = URL.parse(`http://${written}`)?.hostname ?? '';
  return asciiDomain.test(host) ? host : null;
}
