import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealed-box.js';

const plain = Buffer.from('a private key');

describe('a sealed box', () => {
  const key = randomBytes(32);

  it('gives back what was sealed', () => {
    expect(unseal(seal(plain, key, 'one'), key, 'one')).toEqual(plain);
  });

  it('is different every time', () => {
    expect(seal(plain, key, 'one')).not.toEqual(seal(plain, key, 'one'));
  });

  it('stays shut for another key or another label', () => {
    expect(unseal(seal(plain, key, 'one'), randomBytes(32), 'one')).toBeUndefined();
    expect(unseal(seal(plain, key, 'one'), key, 'two')).toBeUndefined();
  });

  it('stays shut once any byte was changed or cut off', () => {
    const sealed = seal(plain, key, 'one');
    for (let position = 0; position < sealed.length; position += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      expect(unseal(changed, key, 'one')).toBeUndefined();
      expect(unseal(sealed.subarray(0, position), key, 'one')).toBeUndefined();
    }
  });
});
