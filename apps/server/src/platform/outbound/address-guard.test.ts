import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressGuard } from './address-guard.js';

const guard = new AddressGuard();

describe('AddressGuard', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.170',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
  ])('does not let %s pass', (address) => {
    expect(guard.permits(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    'lets %s pass',
    (address) => {
      expect(guard.permits(address)).toBe(true);
    },
  );

  it('lets no private address pass in whatever form a URL gives it', () => {
    const privateNumber = fc.oneof(
      fc.integer({ min: 0x0a000000, max: 0x0affffff }),
      fc.integer({ min: 0x7f000000, max: 0x7fffffff }),
      fc.integer({ min: 0xa9fe0000, max: 0xa9feffff }),
      fc.integer({ min: 0xac100000, max: 0xac1fffff }),
      fc.integer({ min: 0xc0a80000, max: 0xc0a8ffff }),
    );
    const form = fc.constantFrom(
      (number: number) => String(number),
      (number: number) => `0x${number.toString(16)}`,
      (number: number) => `0${number.toString(8)}`,
      (number: number) => `${number >>> 24}.${number & 0xffffff}`,
      (number: number) => `${number >>> 24}.0x${((number >>> 16) & 0xff).toString(16)}.${number & 0xffff}`,
      (number: number) => `[::ffff:${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}]`,
      (number: number) => `[::${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}]`,
    );
    fc.assert(
      fc.property(privateNumber, form, (number, write) => {
        expect(() => guard.assertHost(new URL(`http://${write(number)}/`).hostname)).toThrow('open internet');
      }),
    );
  });

  it('lets what is explicitly allowed pass, and nothing beside it', () => {
    const lenient = new AddressGuard(['127.0.0.0/8']);
    expect(lenient.permits('127.1.2.3')).toBe(true);
    expect(lenient.permits('::1')).toBe(false);
    expect(lenient.permits('10.0.0.1')).toBe(false);
  });
});
