import { isDigit, zero } from './bytes.js';

/** Four octets of 0 to 255 in dotted decimal, without leading zeros (RFC 6943 section 3.1.1, strict form). */
export function isIpv4(bytes: Buffer, start: number, end: number): boolean {
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x2e && digits > 0) {
      dots += 1;
      octet = digits = 0;
    } else if (isDigit(byte) && (digits === 0 || octet > 0)) {
      octet = octet * 10 + byte - zero;
      digits += 1;
      if (octet > 255) return false;
    } else return false;
  }
  return dots === 3 && digits > 0;
}
