import { sniffFormat } from '@scrubjay/engine';

/** OTLP/JSON names its only root member first; white space and a byte order mark may stand before it. */
const otlpBegin = /^(?:\u00ef\u00bb\u00bf)?[ \t\r\n]*\{[ \t\r\n]*"resourceLogs"/;
const otlpWindow = 64;

/** The form of a record by its first bytes, and by the rest where those do not tell. */
export function sniff(value: Buffer): 'json' | 'text' | 'otlp-json' {
  const isOtlp = otlpBegin.test(value.toString('latin1', 0, otlpWindow));
  return isOtlp ? 'otlp-json' : sniffFormat(value);
}
