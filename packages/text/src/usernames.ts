/** What a username is made of; a mention in text follows the same grammar. */
export const usernamePattern = /^[a-zA-Z0-9_]{3,32}$/;

/** The ASCII part of the confusables of UTS 39; wide letters fold to the narrow ones they are drawn like. */
const lookalikes: Record<string, string> = { '0': 'o', '1': 'l', i: 'l', m: 'rn', w: 'vv' };

/**
 * Gives the skeleton of a username: two names with the same one cannot be told apart at a glance.
 * Capital I is drawn like small l and case does not count, so that i, I, l, L and 1 are one.
 */
export function foldUsername(name: string): string {
  return name
    .toLowerCase()
    .replace(/[01imw]/g, (letter) => lookalikes[letter] ?? letter)
    .replace(/_+/g, '_');
}

/** Words for the site, its staff, everybody, nobody, and what programs say when a name is missing. */
const reservedNames = `
  abuse account accounts admin administrator all anonymous anyone api billing bot channel deleted
  everybody everyone explore false ghost guest help here home hostmaster info instance login logout
  mailerdaemon me messages mod moderation moderator moderators mods myself noreply nobody none noreply
  notifications null official online operator owner plaza postmaster privacy register root search security
  self server service settings staff superuser support sysadmin system team true undefined unknown user
  users verified webmaster you
`;

const reserved = new Set(reservedNames.trim().split(/\s+/).map(foldUsername));

/** Holds for names that stand for the site itself or its staff, in any look-alike spelling. */
export function isReservedUsername(name: string): boolean {
  return reserved.has(foldUsername(name.replaceAll('_', '')));
}
