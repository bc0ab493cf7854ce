import { isIPv6 } from 'node:net';

/** Longest text form: 39 characters, with an IPv4 tail 45, and a zone behind it. */
const maxLength = 64;

/** An IPv6 address in any form of RFC 4291 section 2.2, with or without a zone. */
export function isIpv6Address(bytes: Buffer, start: number, end: number): boolean {
  return end - start <= maxLength && isIPv6(bytes.toString('latin1', start, end));
}
