const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const address = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Four octets of 0 to 255 in dotted decimal, without leading zeros (RFC 6943 section 3.1.1, strict form). */
export function isIpv4(bytes: Buffer, start: number, end: number): boolean {
  return end - start <= 15 && address.test(bytes.toString('latin1', start, end));
}
