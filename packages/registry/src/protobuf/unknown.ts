import protobuf from 'protobufjs';
import type { JsonText } from '../json-text.js';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Fields of the message that its schema does not have, as they stood on the wire. */
export function unknownsOf(message: object): readonly Uint8Array[] {
  const { $unknowns } = message as { readonly $unknowns?: readonly Uint8Array[] };
  return $unknowns ?? [];
}

/** The same of the message and all below it; for those that are written by the library. */
export function countUnknowns(value: unknown): number {
  if (!isObject(value) || value instanceof Uint8Array) return 0;
  const below = Object.values(value).reduce<number>((sum, inner) => sum + countUnknowns(inner), 0);
  return unknownsOf(value).length + below;
}

/** Writes the fields by number, each with what its wire type tells; what no rule could read becomes a mark. */
export function writeUnknowns(out: JsonText, fields: readonly Uint8Array[]): void {
  const byNumber = new Map<number, Uint8Array[]>();
  for (const field of fields) {
    const number = protobuf.Reader.create(field).uint32() >>> 3;
    byNumber.set(number, [...(byNumber.get(number) ?? []), field]);
  }
  out.write('{');
  let separator = '';
  for (const [number, values] of byNumber) {
    out.write(`${separator}"${String(number)}":[`);
    values.forEach((value, index) => {
      if (index > 0) out.write(',');
      writeUnknown(out, value);
    });
    out.write(']');
    separator = ',';
  }
  out.write('}');
}

/** A number, or an object of the library `long`. */
export function longText(value: number | { toString(): string }): string {
  return value.toString();
}

function writeUnknown(out: JsonText, field: Uint8Array): void {
  const reader = protobuf.Reader.create(field);
  switch (reader.uint32() & 7) {
    case 0:
      out.write(`"${longText(reader.uint64())}"`);
      return;
    case 1:
      out.write(`"${longText(reader.fixed64())}"`);
      return;
    case 2:
      out.binary(reader.bytes(), false);
      return;
    case 5:
      out.write(`"${String(reader.fixed32())}"`);
      return;
    default:
      out.binary(Buffer.alloc(1), false);
  }
}
