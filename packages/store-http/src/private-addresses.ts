// Which addresses are not the public internet. The list is asked about the address really connected to, so that
// names, decimal and hexadecimal spellings, rebinding and v4-mapped forms all end here.
import { BlockList, isIP } from 'node:net';

// IANA special-purpose registries (RFC 6890 and updates).
const ranges4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
// A v4-mapped address is checked against the IPv4 ranges by BlockList itself; a rule for ::ffff:0:0/96 would
// match every IPv4 address and block the whole internet.
const ranges6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Every address that is private, loopback, link-local, multicast, reserved or a tunnel to one of these. */
export const privateAddresses = new BlockList();
for (const [address, bits] of ranges4) privateAddresses.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of ranges6) privateAddresses.addSubnet(address, bits, 'ipv6');

/** True when `address` (an IP literal, brackets allowed) is not of the public internet; false for names. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/u, '$1').split('%', 1)[0] ?? '';
  const family = isIP(bare);
  if (family === 0) return false;
  return privateAddresses.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
