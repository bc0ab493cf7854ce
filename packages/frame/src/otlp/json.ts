import Long from 'long';
import { Withheld, type AnyValue, type ExportLogsRequest, type KeyValue, type LogRecord } from './types.js';
import type { Resource, ResourceLogs, Scope, ScopeLogs, SeverityNumber } from './types.js';

/**
 * OTLP/JSON: the protobuf JSON mapping with the exceptions of the OTLP specification ("JSON Protobuf Encoding"): trace
 * and span ids in hex, enums as integers, field names in lowerCamelCase only, unknown fields ignored. A field of the
 * wrong type makes the request malformed. Of a repeated JSON key the last one counts, as with any protobuf JSON reader.
 */

/** AnyValues within AnyValues. As protobuf, three messages each, this is just below the depth of 100 readers allow. */
const maxValueDepth = 30;

type JsonObject = Readonly<Record<string, unknown>>;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export function readJsonRequest(bytes: Buffer): ExportLogsRequest {
  const value: unknown = JSON.parse(utf8.decode(bytes));
  return { resourceLogs: list(asObject(value)['resourceLogs'], readResourceLogs) };
}

function readResourceLogs(value: unknown): ResourceLogs {
  const { resource, scopeLogs, schemaUrl } = asObject(value);
  return {
    resource: optional(resource, readResource),
    scopeLogs: list(scopeLogs, readScopeLogs),
    schemaUrl: optional(schemaUrl, asString),
  };
}

function readResource(value: unknown): Resource {
  const { attributes, droppedAttributesCount } = asObject(value);
  return {
    attributes: list(attributes, (item) => readKeyValue(item, 0)),
    droppedAttributesCount: optional(droppedAttributesCount, asUint32),
  };
}

function readScopeLogs(value: unknown): ScopeLogs {
  const { scope, logRecords, schemaUrl } = asObject(value);
  return {
    scope: optional(scope, readScope),
    logRecords: list(logRecords, readLogRecord),
    schemaUrl: optional(schemaUrl, asString),
  };
}

function readScope(value: unknown): Scope {
  const { name, version, attributes, droppedAttributesCount } = asObject(value);
  return {
    name: optional(name, asString),
    version: optional(version, asString),
    attributes: list(attributes, (item) => readKeyValue(item, 0)),
    droppedAttributesCount: optional(droppedAttributesCount, asUint32),
  };
}

function readLogRecord(value: unknown): LogRecord {
  const fields = asObject(value);
  return {
    timeUnixNano: optional(fields['timeUnixNano'], asUint64),
    observedTimeUnixNano: optional(fields['observedTimeUnixNano'], asUint64),
    severityNumber: optional(fields['severityNumber'], asSeverityNumber),
    severityText: optional(fields['severityText'], asString),
    body: optional(fields['body'], (body) => readAnyValue(body, 0)),
    attributes: list(fields['attributes'], (item) => readKeyValue(item, 0)),
    droppedAttributesCount: optional(fields['droppedAttributesCount'], asUint32),
    flags: optional(fields['flags'], asUint32),
    traceId: optional(fields['traceId'], asHex),
    spanId: optional(fields['spanId'], asHex),
    eventName: optional(fields['eventName'], asString),
  };
}

function readKeyValue(value: unknown, depth: number): KeyValue {
  const { key, value: inner } = asObject(value);
  return { key: optional(key, asString), value: optional(inner, (item) => readAnyValue(item, depth)) };
}

/** The fields of the `value` oneof; one of them at most may be set. */
const valueReaders: Readonly<Record<string, (value: unknown, depth: number) => AnyValue>> = {
  stringValue: (value) => ({ stringValue: asString(value) }),
  boolValue: (value) => ({ boolValue: asBoolean(value) }),
  intValue: (value) => ({ intValue: asInt64(value) }),
  doubleValue: (value) => ({ doubleValue: asDouble(value) }),
  bytesValue: (value) => ({ bytesValue: asBytes(value) }),
  arrayValue: (value, depth) => ({
    arrayValue: { values: list(asObject(value)['values'], (item) => readAnyValue(item, depth + 1)) },
  }),
  kvlistValue: (value, depth) => ({
    kvlistValue: { values: list(asObject(value)['values'], (item) => readKeyValue(item, depth + 1)) },
  }),
};

function readAnyValue(value: unknown, depth: number): AnyValue {
  if (depth > maxValueDepth) throw new Withheld('too_deep');
  const fields = asObject(value);
  let result: AnyValue | undefined;
  for (const [name, read] of Object.entries(valueReaders)) {
    const field = fields[name];
    if (field === undefined || field === null) continue;
    if (result !== undefined) throw malformed();
    result = read(field, depth);
  }
  return result ?? {};
}

function malformed(): Withheld {
  return new Withheld('malformed_otlp');
}

/** JSON null and a missing field both mean "not set". */
function optional<V>(value: unknown, read: (value: unknown) => V): V | null {
  return value === undefined || value === null ? null : read(value);
}

function list<V>(value: unknown, read: (value: unknown) => V): V[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed();
  return value.map(read);
}

function asObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed();
  return value as JsonObject;
}

function asString(value: unknown): string {
  if (typeof value !== 'string') throw malformed();
  return value;
}

function asBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw malformed();
  return value;
}

/** A JSON number beyond 2^53 has lost bits before it gets here, so it is refused; as a string it is exact. */
function asInteger(value: unknown, pattern: RegExp): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !pattern.test(text)) throw malformed();
  return text;
}

function asUint32(value: unknown): number {
  const number = Number(asInteger(value, /^\d{1,10}$/));
  if (number > 0xffff_ffff) throw malformed();
  return number;
}

/** Enums of proto3 are open: a number without a name is kept. */
function asSeverityNumber(value: unknown): SeverityNumber {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- see above
  return asUint32(value);
}

function asUint64(value: unknown): Long {
  const text = asInteger(value, /^\d{1,20}$/);
  if (BigInt.asUintN(64, BigInt(text)) !== BigInt(text)) throw malformed();
  return Long.fromString(text, true);
}

function asInt64(value: unknown): Long {
  const text = asInteger(value, /^-?\d{1,19}$/);
  if (BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) throw malformed();
  return Long.fromString(text, false);
}

const namedDoubles = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function asDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  const text = asString(value);
  const named = namedDoubles.get(text);
  if (named !== undefined) return named;
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw malformed();
  return Number(text);
}

/** Base64 of either alphabet, padded or not. */
function asBytes(value: unknown): Uint8Array {
  const text = asString(value);
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw malformed();
  return Buffer.from(text, 'base64');
}

function asHex(value: unknown): Uint8Array {
  const text = asString(value);
  if (!/^([0-9A-Fa-f]{2})*$/.test(text)) throw malformed();
  return Buffer.from(text, 'hex');
}
