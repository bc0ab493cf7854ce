import { Buffer, isUtf8 } from 'node:buffer';

/** Least characters of a run that is decoded: 16 bytes. */
export const leastRun = 22;
/** Bytes that are looked at before a whole run is decoded. */
const probeBytes = 12;

const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const values = new Int8Array(256).fill(-1);
for (const [value, byte] of alphabet.entries()) values[byte] = value;
values[0x2d] = 62;
values[0x5f] = 63;

/** In base64 or base64url (RFC 4648). */
export function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && (values[byte] as number) >= 0;
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Whether the first bytes could be text; most runs are names, paths or digests and fail here. */
function beginsLikeText(bytes: Buffer, from: number): boolean {
  let isAscii = true;
  for (let group = 0; group < probeBytes / 3; group += 1) {
    let bits = 0;
    for (let index = 0; index < 4; index += 1)
      bits = (bits << 6) | (values[bytes[from + group * 4 + index] as number] as number);
    for (const byte of [bits >> 16, (bits >> 8) & 0xff, bits & 0xff]) {
      if (!isText(byte)) return false;
      isAscii &&= byte < 0x80;
    }
  }
  return isAscii || isUtf8Begin(bytes, from);
}

/** The first twelve bytes less those of a character that they may cut. */
function isUtf8Begin(bytes: Buffer, from: number): boolean {
  const probe = Buffer.from(bytes.toString('latin1', from, from + 16), 'base64');
  return [0, 1, 2, 3].some((cut) => isUtf8(probe.subarray(0, probeBytes - cut)));
}

/** The text that the run `[from, to)`, without its padding, encodes; undefined if that is no text. */
export function decodeBase64(bytes: Buffer, from: number, to: number): Buffer | undefined {
  if (to - from < leastRun || (to - from) % 4 === 1 || !beginsLikeText(bytes, from)) return undefined;
  const decoded = Buffer.from(bytes.toString('latin1', from, to), 'base64');
  return isUtf8(decoded) && decoded.every(isText) ? decoded : undefined;
}
