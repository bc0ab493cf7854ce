import { isUtf8 } from 'node:buffer';
import type { WithholdReason } from '../types.js';

/** Why a record cannot be scanned at all, whatever its format. `isClean`: the bytes are known to be UTF-8 without NUL. */
export function screenRecord(
  bytes: Buffer,
  start: number,
  end: number,
  maxRecordBytes: number,
  isClean: boolean,
): WithholdReason | undefined {
  if (!isClean) {
    const record = bytes.subarray(start, end);
    if (!isUtf8(record)) return 'invalid_utf8';
    // UTF-16 text reads as ASCII with a NUL beside each letter; the rules would be blind to it.
    if (record.includes(0)) return 'nul_bytes';
  }
  return end - start > maxRecordBytes ? 'too_large' : undefined;
}

/** True if every record of a frame is UTF-8 without NUL bytes; a newline between records keeps them apart. */
export function isCleanFrame(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.includes(0);
}
