import { sniffFormat } from '@scrubjay/engine';

/** OTLP/JSON names its only root member first; white space and a byte order mark may stand before it. */
const otlpBegin = /^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]*\{[ \t\r\n]*"resourceLogs"/;
const otlpWindow = 64;

/** The form of a record by its first bytes, and by the rest where those do not tell. */
export function sniff(value: Buffer): 'json' | 'text' | 'otlp-json' {
  const isOtlp = mayBeOtlp(value) && otlpBegin.test(value.toString('latin1', 0, otlpWindow));
  return isOtlp ? 'otlp-json' : sniffFormat(value);
}

/** By three bytes, without a string: false for text and for compact JSON with another first member. */
function mayBeOtlp(value: Buffer): boolean {
  const first = value[0] ?? 0;
  const isSpaceOrMark = first <= 0x20 || first === 0xef;
  return isSpaceOrMark || (first === 0x7b && (value[1] !== 0x22 || value[2] === 0x72));
}
