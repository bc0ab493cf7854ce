import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';
import type { RedactContext } from '../types.js';
import { generalize } from './generalize.js';
import { nothing } from './edits.js';
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

/**
 * `[LABEL:epoch:token]`: the same for the same detector, value, epoch and tenant, and nobody without the key can tell
 * why. The parts of the HMAC's input cannot run into each other: only the value may hold a NUL.
 */
export function pseudonymOf(id: string, label: string, value: Buffer, context: RedactContext): string {
  const mac = createHmac('sha256', context.pseudonymKey)
    .update(`${context.epoch}\0${context.tenant ?? ''}\0${id}\0`)
    .update(value)
    .digest();
  return `[${label}:${context.epoch}:${toBase32(mac.subarray(0, tokenBytes))}]`;
}

/**
 * Hides all letters and digits but the last `keepLast`; undefined if that would leave half of the value readable. What
 * a detector of the same ruleset, which leaves at least `leastKept`, has hidden already stays as it is.
 */
export function hideAllButLast(value: string, keepLast: number, leastKept = keepLast): string | undefined {
  const total = value.match(hidden)?.length ?? 0;
  const stars = value.match(/\*/g)?.length ?? 0;
  if (total > 0 && total >= leastKept && total <= keepLast && stars >= total) return value;
  if (total < 2 * keepLast) return undefined;
  let seen = 0;
  return value.replace(hidden, (char) => {
    seen += 1;
    return seen > total - keepLast ? char : '*';
  });
}

/** What a value becomes that is neither masked nor replaced by a pseudonym; undefined if its label must stand there. */
export function textFor(finding: SettledFinding, value: Buffer, context: RedactContext): string | undefined {
  const { detector, tokens } = finding.detector;
  const { id, label } = detector;
  if (finding.action === 'seal')
    return context.seal && `[${label}:sealed:${context.seal(value, id).toString('base64url')}]`;
  if (finding.action === 'partial')
    return hideAllButLast(value.toString('utf8'), finding.keepLast, tokens.leastKept);
  const { generalizeAs } = finding;
  return finding.action === 'generalize' && generalizeAs !== undefined
    ? generalize(value.toString('utf8'), generalizeAs)
    : undefined;
}

/** A JSON number that stays one, coarser; undefined if the finding's action leaves no number. */
export function numberFor(finding: SettledFinding, value: Buffer): Buffer | undefined {
  if (finding.action !== 'generalize' || finding.generalizeAs === undefined) return undefined;
  const text = generalize(value.toString('latin1'), finding.generalizeAs);
  return text !== undefined && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? Buffer.from(text) : undefined;
}

const space = Buffer.from(' ');
const delimiters = new Set(Buffer.from(' \t\r\n"\'=&,;:()[]{}<>|?'));

interface OpenRecord {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/**
 * What a dropped span of a text leaves: nothing, or a space where two halves would grow together and could be a value
 * that no detector has seen.
 */
export function removalIn({ bytes, start: from, end: to }: OpenRecord, start: number, end: number): Buffer {
  const isApart = (at: number): boolean => at < from || at >= to || delimiters.has(bytes[at] as number);
  return isApart(start - 1) || isApart(end) ? nothing : space;
}
