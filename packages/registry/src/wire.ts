import type { RegistryRef } from './schema-ref.js';

/**
 * The wire format of Confluent's serializers: a magic byte, the schema's id, for Protobuf the place of the message in
 * its file, then the payload. Magic 0: an id of four bytes, big endian. Magic 1: a GUID of sixteen bytes, which newer
 * clients write into the header {@link schemaIdHeader} in place of a prefix.
 * Source: https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export const schemaIdHeader = '__value_schema_id';

const idBytes = 5;
const guidBytes = 17;
/** Deeper nesting of messages is no real schema. */
const mostIndexes = 32;
const mostIndex = 99_999;

export interface Prefix {
  readonly ref: RegistryRef;
  /** Bytes of the prefix. */
  readonly length: number;
}

/** Reads magic byte and schema id; undefined where there are none. */
export function readPrefix(bytes: Buffer): Prefix | undefined {
  if (bytes[0] === 0 && bytes.length >= idBytes) {
    const id = bytes.readInt32BE(1);
    return id > 0 ? { ref: { kind: 'registry', id, indexes: [] }, length: idBytes } : undefined;
  }
  if (bytes[0] !== 1 || bytes.length < guidBytes) return undefined;
  const hex = bytes.toString('hex', 1, guidBytes);
  const guid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { ref: { kind: 'guid', guid, indexes: [] }, length: guidBytes };
}

export interface MessageIndexes {
  readonly indexes: readonly number[];
  readonly length: number;
}

/**
 * Reads which message of a Protobuf file follows: a count and as many indexes from the outermost message inwards, as
 * zigzag varints; a single 0 is short for the first message. Undefined where that is not what stands there.
 */
export function readMessageIndexes(bytes: Buffer): MessageIndexes | undefined {
  let at = 0;
  const next = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) return undefined;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : undefined;
    }
    return undefined;
  };
  const count = next();
  if (count === undefined || count > mostIndexes) return undefined;
  if (count === 0) return { indexes: [0], length: at };
  const indexes: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = next();
    if (value === undefined || value > mostIndex) return undefined;
    indexes.push(value);
  }
  return { indexes, length: at };
}
