import protobuf from 'protobufjs';
import protojson from 'protobufjs/ext/protojson.js';
import type { FieldNode } from '../field-node.js';
import type { JsonText } from '../json-text.js';
import type { TagTable } from '../tags.js';
import { UnknownFields, type UnknownFieldRule } from '../unknown-fields.js';
import { annotationOf } from './annotations.js';
import { countUnknowns, longText, unknownsOf, writeUnknowns } from './unknown.js';

/** Name under which fields are written that the schema does not have. */
export const unknownMember = 'unknown_fields';

/** Types with a JSON form of their own, which the library knows. Any is not among them: what it holds is opaque. */
const ownForm = new Set(
  [
    ...['Timestamp', 'Duration', 'FieldMask', 'Struct', 'Value', 'ListValue', 'Empty'],
    ...['DoubleValue', 'FloatValue', 'Int64Value', 'UInt64Value', 'Int32Value', 'UInt32Value'],
    ...['BoolValue', 'StringValue'],
  ].map((name) => `.google.protobuf.${name}`),
);

type AnyField = Pick<protobuf.Field, 'repeated' | 'resolvedType' | 'map'>;
type MapField = AnyField & { readonly keyType: string };
type Message = Readonly<Record<string, unknown>>;

/**
 * Writes decoded messages by the JSON mapping of Protobuf (https://protobuf.dev/programming-guides/json/) with the
 * names of the schema: 64-bit integers as strings, enums by name. Bytes that are text are written as that text, so that
 * rules can read it.
 */
export class MessageWriter {
  readonly #out: JsonText;
  readonly #tags: TagTable;
  readonly #unknown: UnknownFields;

  constructor(out: JsonText, tags: TagTable, rule: UnknownFieldRule) {
    this.#out = out;
    this.#tags = tags;
    this.#unknown = new UnknownFields(rule);
  }

  /** Fields that nobody classified. */
  get unknown(): number {
    return this.#unknown.count;
  }

  /** Throws UnknownFieldsRefused where the rule says so, and anything for a value that has no JSON form. */
  message(type: protobuf.Type, message: Message, node: FieldNode, isSafe = false): void {
    const out = this.#out;
    if (ownForm.has(type.fullName)) {
      // Between fields that the library writes, there is no place for others.
      this.#unknown.dropped(countUnknowns(message));
      out.write(JSON.stringify(protojson.toJson(type, message)));
      return;
    }
    out.write('{');
    let separator = '';
    for (const field of type.fieldsArray) {
      const value = Object.hasOwn(message, field.name) ? message[field.name] : undefined;
      if (isAbsent(value)) continue;
      const below = node.field(field.name, type.fullName.slice(1), () => annotationOf(field, this.#tags));
      if (below.isUnknown && !this.#unknown.admits(1)) continue;
      out.write(`${separator}${JSON.stringify(field.name)}:`);
      separator = ',';
      const isSafeHere = below.is === 'safe' || (isSafe && below.is === undefined);
      out.declare(below.is, () => {
        this.#field(field, value, below, isSafeHere);
      });
    }
    const unknowns = unknownsOf(message);
    if (unknowns.length > 0 && this.#unknown.admits(unknowns.length)) {
      out.write(`${separator}"${unknownMember}":`);
      writeUnknowns(out, unknowns);
    }
    out.write('}');
  }

  #field(field: AnyField, value: unknown, node: FieldNode, isSafe: boolean): void {
    if (isMap(field)) this.#map(field, value as Message, node, isSafe);
    else if (field.repeated) this.#list(field, value as readonly unknown[], node, isSafe);
    else this.#value(field, value, node, isSafe);
  }

  #list(field: AnyField, values: readonly unknown[], node: FieldNode, isSafe: boolean): void {
    this.#out.write('[');
    values.forEach((value, index) => {
      if (index > 0) this.#out.write(',');
      this.#value(field, value, node, isSafe);
    });
    this.#out.write(']');
  }

  #map(field: MapField, values: Message, node: FieldNode, isSafe: boolean): void {
    const out = this.#out;
    const below = node.values();
    out.write('{');
    let separator = '';
    for (const [key, value] of Object.entries(values)) {
      out.write(separator);
      separator = ',';
      out.declare(
        node.is,
        () => {
          out.string(mapKey(field, key));
        },
        true,
      );
      out.write(':');
      out.declare(below.is, () => {
        this.#value(field, value, below, below.is === 'safe' || (isSafe && below.is === undefined));
      });
    }
    out.write('}');
  }

  #value(field: AnyField, value: unknown, node: FieldNode, isSafe: boolean): void {
    const out = this.#out;
    const { resolvedType } = field;
    if (resolvedType instanceof protobuf.Type) {
      this.message(resolvedType, value as Message, node, isSafe);
    } else if (resolvedType instanceof protobuf.Enum) {
      const name = resolvedType.valuesById[value as number];
      out.write(name === undefined ? String(Number(value)) : JSON.stringify(name));
    } else if (typeof value === 'string') out.string(value);
    else if (value instanceof Uint8Array) out.binary(value, isSafe);
    else if (typeof value === 'number')
      out.write(Number.isFinite(value) ? String(value) : `"${String(value)}"`);
    else if (typeof value === 'boolean') out.write(String(value));
    else out.write(`"${longText(value as { toString(): string })}"`);
  }
}

/** Lists and maps are there even where the message has none. */
function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return (
    typeof value === 'object' &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === 0
  );
}

function isMap(field: AnyField): field is MapField {
  return field.map;
}

/** protobufjs keeps 64-bit map keys as eight characters. */
function mapKey(field: MapField, key: string): string {
  const isLong = field.keyType.endsWith('64');
  if (!isLong || key.length !== 8) return key;
  const isUnsigned = field.keyType === 'uint64' || field.keyType === 'fixed64';
  return longText(protobuf.util.longFromHash(key, isUnsigned));
}
