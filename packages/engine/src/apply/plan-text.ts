import type { Buffer } from 'node:buffer';
import { DecodedString, escapeJsonText } from '../formats/json-string.js';
import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import { replacementFor } from './replacement.js';
import type { SettledFinding } from './settle.js';

const decoded = new DecodedString();

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

/** What a finding says, decoded if it is known in whole. */
function valueOf(scan: RecordScan, { start, end, token, value }: SettledFinding): Buffer {
  if (value?.start === start && value.end === end) {
    const { bytes } = scan.source(value.inPool ? 1 : 0);
    return bytes.subarray(value.textStart, value.textEnd);
  }
  if (token < 0 || !isOwnString(scan, token)) return scan.bytes.subarray(start, end);
  decoded.decode(scan.bytes, start, end);
  return decoded.text;
}

/** What is written in place of a finding in a text record, a string or a key. */
export function planText(scan: RecordScan, finding: SettledFinding, context: RedactContext): Buffer {
  const { token, value, detector } = finding;
  const isOwn = value?.isDeep !== true && (token < 0 || isOwnString(scan, token));
  const label = detector.mask.toString('latin1');
  const escape = (text: string): string => {
    if (isOwn ? isEncoded.test(text) : !isPlainText.test(text)) return label;
    return isOwn && token >= 0 ? escapeJsonText(text) : text;
  };
  return replacementFor(finding, valueOf(scan, finding), context, escape);
}
