import ipaddr from 'ipaddr.js';

/** One household holds 2⁶⁴ IPv6 addresses: they count as one. */
const IPV6_NETWORK_BITS = 64;

/** Gives what a subject is counted under: an IPv6 address by its network, a mapped one as IPv4, anything else as it is. */
export function subjectKey(subject: string): string {
  if (!subject.includes(':') || !ipaddr.isValid(subject)) return subject;
  const address = ipaddr.process(subject);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${withoutZone(address)}/${IPV6_NETWORK_BITS}`)}/${IPV6_NETWORK_BITS}`;
}

function withoutZone(address: ipaddr.IPv6): string {
  return new ipaddr.IPv6(address.parts).toString();
}
