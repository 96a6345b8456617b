import { readFileSync } from 'node:fs';
import { pathTo } from './paths.mjs';
import { isSource } from './repository-files.mjs';

const MAX_LINES = 400;

const SECRETS = {
  'a private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  'an access key of AWS': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a token of GitHub': /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  'a token of npm': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a token of Slack': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'a key of Google': /\bAIza[0-9A-Za-z_-]{35}\b/,
  'a key of Stripe': /\b[rs]k_live_[0-9a-zA-Z]{20,}/,
  'a signed token': /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}/,
  'a password in a URL':
    /\b[a-z]+:\/\/[^\s:/@'"`$<{]+:(?!password@|secret@|pass@|\*+@|…@)[^\s:/@'"`$<{]{6,}@(?!localhost|127\.|host|db|example)/,
};

/** Returns a line for each match that looks like a secret. */
export function findSecrets(files) {
  return files.filter(isText).flatMap((file) => {
    const lines = readFileSync(pathTo(file), 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      Object.entries(SECRETS)
        .filter(([, pattern]) => pattern.test(line))
        .map(([what]) => `${file}:${index + 1} contains what looks like ${what}`),
    );
  });
}

/** Returns a line for each source file that is too long to be read in one go. */
export function findLongFiles(files) {
  return files
    .filter((file) => isSource(file) || file.startsWith('scripts/'))
    .map((file) => ({ file, lines: readFileSync(pathTo(file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file} has ${lines} lines, the limit is ${MAX_LINES}`);
}

function isText(path) {
  return !/\.(png|jpe?g|webp|avif|gif|ico|woff2?|ttf|mp[34]|webm|zip|gz|pdf)$/.test(path);
}
