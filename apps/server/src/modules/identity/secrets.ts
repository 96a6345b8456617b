import { createHash, hkdfSync, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
const KEY_BYTES = 32;

/** Gives a text that nobody guesses, fit for a link: 256 bits. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Gives what is stored of a secret: enough to know it again, not to use it. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Gives the key of one purpose out of the instance's secret key: none of them reveals another. */
export function keyFor(purpose: string, secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, 'plaza', purpose, KEY_BYTES));
}
