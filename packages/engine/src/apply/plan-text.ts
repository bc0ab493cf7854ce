import { Buffer } from 'node:buffer';
import { DecodedString, escapeJsonText } from '../formats/json-string.js';
import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import { Pseudonyms } from './pseudonyms.js';
import { textFor } from './replacement.js';
import type { SettledFinding } from './settle.js';

const decoded = new DecodedString();
const pseudonyms = new Pseudonyms();

/**
 * What may stand in a text within a text, whatever the two are encoded in: letters and digits, what `partial` and
 * `generalize` leave between them, and a label.
 */
const isPlainText = /^(?:[\p{L}\p{M}\p{N}*@._: /-]*|\[[\w.:-]+\])$/u;
/** Of a percent-encoded or HTML-encoded value `partial` would leave broken codes. */
const isEncoded = /[%&]/;

/** The string stands in the JSON of the record itself, not in a text that holds JSON. */
function isOwnString({ format, tokens }: RecordScan, token: number): boolean {
  return format === 'json' && tokens.documents[token] === 0;
}

/** The value stands in the record as it says, or nothing better is known of it. */
function standsAsWritten(scan: RecordScan, { start, end, token, value }: SettledFinding): boolean {
  if (value?.start === start && value.end === end) return false;
  return token < 0 || scan.tokens.escaped[token] === 0 || !isOwnString(scan, token);
}

/** What a finding says, decoded if it is known in whole. */
function valueOf(scan: RecordScan, finding: SettledFinding): Buffer {
  const { start, end, value } = finding;
  if (standsAsWritten(scan, finding)) return scan.bytes.subarray(start, end);
  if (value?.start === start && value.end === end) {
    const { bytes } = scan.source(value.inPool ? 1 : 0);
    return bytes.subarray(value.textStart, value.textEnd);
  }
  decoded.decode(scan.bytes, start, end);
  return decoded.text;
}

/** A text that came of a value and may stand where the finding did, as it is written there; otherwise undefined. */
function writtenIn(scan: RecordScan, { token, value }: SettledFinding, text: string): string | undefined {
  const isOwn = value?.isDeep !== true && (token < 0 || isOwnString(scan, token));
  if (isOwn ? isEncoded.test(text) : !isPlainText.test(text)) return undefined;
  return isOwn && token >= 0 ? escapeJsonText(text) : text;
}

/** What is written in place of a finding in a text record, a string or a key. The buffer may be shared. */
export function planText(scan: RecordScan, finding: SettledFinding, context: RedactContext): Buffer {
  const { detector, mask } = finding.detector;
  if (finding.action === 'mask') return mask;
  // Letters, digits and what stands between the parts of a label: a pseudonym is plain everywhere.
  if (finding.action === 'pseudonymize' && standsAsWritten(scan, finding))
    return pseudonyms.get(detector, scan.bytes, context, finding.start, finding.end);
  const value = valueOf(scan, finding);
  if (finding.action === 'pseudonymize') return pseudonyms.get(detector, value, context);
  const text = textFor(finding, value, context);
  const written = text === undefined ? undefined : writtenIn(scan, finding, text);
  return written === undefined ? mask : Buffer.from(written);
}
