const brace = 0x7b;
const closingBrace = 0x7d;
const quote = 0x22;
/** OTLP/JSON names its only root member first, or after a few bytes of white space. */
const otlpRoot = Buffer.from('"resourceLogs"');
const otlpWindow = 64;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** The form of a record by its first bytes: a JSON object begins with `{` and then `"` or `}`; all else is text. */
export function sniff(value: Buffer): 'json' | 'text' | 'otlp-json' {
  let at = 0;
  while (isSpace(value[at])) at += 1;
  if (value[at] !== brace) return 'text';
  at += 1;
  while (isSpace(value[at])) at += 1;
  const next = value[at];
  if (next !== quote && next !== closingBrace) return 'text';
  return value.subarray(at, at + otlpWindow).indexOf(otlpRoot) === 0 ? 'otlp-json' : 'json';
}
