import { Withheld, type AnyValue, type KeyValue } from './types.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** An attribute value as JSON text. An empty one is null. Throws {@link Withheld} where JSON cannot hold it visibly. */
export function toJson(value: AnyValue | null | undefined): string {
  if (value === null || value === undefined) return 'null';
  const { stringValue, boolValue, intValue, doubleValue, bytesValue, arrayValue, kvlistValue } = value;
  if (isSet(stringValue)) return JSON.stringify(stringValue);
  if (isSet(boolValue)) return String(boolValue);
  if (isSet(intValue)) return integerToJson(BigInt(intValue.toString()));
  if (isSet(doubleValue))
    return Number.isFinite(doubleValue) ? JSON.stringify(doubleValue) : `"${String(doubleValue)}"`;
  if (isSet(bytesValue)) return bytesToJson(bytesValue);
  if (isSet(arrayValue)) return `[${(arrayValue.values ?? []).map(toJson).join(',')}]`;
  if (isSet(kvlistValue)) return toJsonObject(kvlistValue.values);
  return 'null';
}

function isSet<V>(value: V | null | undefined): value is V {
  return value !== null && value !== undefined;
}

/** Beyond 2^53 a reader of JSON would round the number: it becomes a string. */
function integerToJson(value: bigint): string {
  const isSafe = Number.isSafeInteger(Number(value));
  return isSafe ? String(value) : `"${String(value)}"`;
}

/** As text, so that rules see what is inside. Base64 would hide it from them, so other bytes are withheld. */
function bytesToJson(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new Withheld('unsupported_value');
  try {
    return JSON.stringify(utf8.decode(bytes));
  } catch {
    throw new Withheld('unsupported_value');
  }
}

/**
 * Attributes as one JSON object. OTLP forbids a key to occur twice; where one does, its values become an array, so that
 * rules see all of them and nothing is lost.
 */
export function toJsonObject(attributes: readonly KeyValue[] | null | undefined): string {
  const values = new Map<string, string[]>();
  for (const { key, value } of attributes ?? []) {
    const json = toJson(value);
    const sofar = values.get(key ?? '');
    if (sofar === undefined) values.set(key ?? '', [json]);
    else sofar.push(json);
  }
  const members: string[] = [];
  for (const [key, all] of values) {
    members.push(`${JSON.stringify(key)}:${all.length === 1 ? (all[0] ?? 'null') : `[${all.join(',')}]`}`);
  }
  return `{${members.join(',')}}`;
}
