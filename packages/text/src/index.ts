export { withoutBidiControls, withoutBidiTurns } from './bidi.js';
export { cleanText, hasCombiningFlood, isSingleLine, isWellFormedText } from './clean.js';
export { normalizeEmail, normalizeLogin } from './email.js';
export { graphemeLength, truncate } from './graphemes.js';
export { linkOrigin, safeHref } from './links.js';
export { foldUsername, isReservedUsername, usernamePattern } from './usernames.js';
