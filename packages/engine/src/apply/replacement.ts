import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import type { RedactContext } from '../types.js';
import type { SettledFinding } from './settle.js';

/** Marks count too: a combining accent says something about the letter below it. */
const hidden = /[\p{L}\p{M}\p{N}]/gu;

const base32Alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** 80 bits: a chance of 1 in 2^40 that any two among a million values share a pseudonym, and 16 whole characters. */
const tokenBytes = 10;

/** RFC 4648 base32 in lower case, of a multiple of five bytes, which needs no padding. */
export function toBase32(bytes: Buffer): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += base32Alphabet.charAt((value >> bits) & 31);
    }
  }
  return text;
}

/** `[LABEL:epoch:token]`: the same for the same detector, value and epoch, and nobody without the key can tell why. */
export function pseudonymOf(id: string, label: string, value: Buffer, context: RedactContext): string {
  const mac = createHmac('sha256', context.pseudonymKey)
    .update(`${context.epoch}\0${id}\0`)
    .update(value)
    .digest();
  return `[${label}:${context.epoch}:${toBase32(mac.subarray(0, tokenBytes))}]`;
}

/** Hides all letters and digits but the last `keepLast`; undefined if that would leave half of the value readable. */
export function hideAllButLast(value: string, keepLast: number): string | undefined {
  const total = value.match(hidden)?.length ?? 0;
  if (total < 2 * keepLast) return undefined;
  let seen = 0;
  return value.replace(hidden, (char) => {
    seen += 1;
    return seen > total - keepLast ? char : '*';
  });
}

/** What is written in place of `value`, the decoded text of a finding whose action replaces it. */
export function replacementFor(
  finding: SettledFinding,
  value: Buffer,
  context: RedactContext,
  escape: (text: string) => string,
): Buffer {
  const { detector, mask } = finding.detector;
  if (finding.action === 'pseudonymize')
    return Buffer.from(pseudonymOf(detector.id, detector.label, value, context));
  if (finding.action !== 'partial') return mask;
  const partial = hideAllButLast(value.toString('utf8'), finding.keepLast);
  return partial === undefined ? mask : Buffer.from(escape(partial));
}
