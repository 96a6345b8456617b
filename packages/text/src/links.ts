const maxLength = 2048;
const here = 'https://here.invalid';

/**
 * Gives the address as a browser would read it, absolute or as a path of this site; null when it is longer than
 * 2048, of another scheme than http, https and mailto, carries a name or password, or only pretends to be a path.
 */
export function safeHref(address: string): string | null {
  if (address.length > maxLength) return null;
  const url = URL.parse(address, here);
  if (url === null) return null;
  if (url.protocol === 'mailto:') return url.href;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '') return null;
  if (url.origin !== here) return url.href;
  // A path that begins with two slashes would be read as the name of a host.
  return url.pathname.startsWith('//') ? null : url.pathname + url.search + url.hash;
}

/** Gives the host (in ASCII, so that no letter imitates another) or mail address a link leads to; null for a path. */
export function linkOrigin(href: string): string | null {
  const url = URL.parse(href, here);
  if (url === null || url.origin === here) return null;
  return url.protocol === 'mailto:' ? url.pathname : url.host;
}

/** Gives what to show beside a link, or null where its text begins with just that already. */
export function undisclosedOrigin(href: string, text: string): string | null {
  const origin = linkOrigin(href);
  if (origin === null) return null;
  const said = text
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)/, '');
  return said.startsWith(origin) && !/^[^/?#]/.test(said.slice(origin.length)) ? null : origin;
}
