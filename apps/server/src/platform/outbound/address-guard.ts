import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { OutboundError } from './outbound-error.js';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Knows which addresses belong to the open internet; ranges given as `allowed` (CIDR) pass as well. */
export class AddressGuard {
  private readonly allowed: [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor(allowed: readonly string[] = []) {
    this.allowed = allowed.map((range) => ipaddr.parseCIDR(range));
  }

  permits(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.parse(text);
    if (this.allowed.some((range) => address.kind() === range[0].kind() && address.match(range))) return true;
    if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
    // Forms that carry an IPv4 address inside (mapped, translated, tunnelled) are none of these.
    return address.match(GLOBAL_UNICAST) && address.range() === 'unicast';
  }

  /** Errors: `refused` when the host of a URL is an address that is not permitted; a name is judged when it is resolved. */
  assertHost(hostname: string): void {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !this.permits(host)) throw refusedAddress();
  }

  /** A resolver that answers with permitted addresses only: what it gives is what is connected to. */
  guard(lookup: LookupFunction): LookupFunction {
    return (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, '', 0);
        const permitted = asList(found).filter(({ address }) => this.permits(address));
        const [first] = permitted;
        if (!first) return callback(refusedAddress(), '', 0);
        if (options.all) return callback(null, permitted);
        return callback(null, first.address, first.family);
      });
    };
  }
}

function asList(found: string | LookupAddress[]): LookupAddress[] {
  return typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
}

export function refusedAddress(): OutboundError {
  return new OutboundError('refused', 'The address is not one of the open internet');
}
