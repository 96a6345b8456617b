import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { findSecrets } from './secrets.mjs';

const found = (text) => findSecrets(['example.ts'], () => text);

// Put together here, so that the check does not find this file.
const accessKey = `AKIA${'Z7QLWPX3MNBV2RTC'}`;
const githubToken = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`;
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

it.each([
  ['an access key of AWS', `const key = '${accessKey}';`],
  ['a token of GitHub', `// ${githubToken}`],
  ['a private key', privateKey],
  ['a password in a URL', `url = 'postgres://plaza:${githubToken.slice(9, 25)}@db.internal/plaza'`],
])('finds %s, and does not print it', async (_what, text) => {
  const lines = await found(`first line\n${text}\n`);
  expect(lines).toEqual([expect.stringMatching(/^example\.ts:2 /)]);
  expect(lines[0]).not.toContain(text.slice(-30, -10));
});

it('finds nothing in ordinary code', async () => {
  expect(await found("const url = 'postgres://user:password@localhost/plaza'; // AKIA")).toEqual([]);
});
