import type protobuf from 'protobufjs/minimal.js';

/**
 * Packed varints of the frame as typed arrays. The generated code makes a Long and a closure of each value, three per
 * record, before anything can be checked; here a field costs one array, whose size is known to be sane before it is
 * allocated. The format is the same: a property test holds both to each other.
 */
export type WireReader = InstanceType<typeof protobuf.Reader>;

export class MalformedWire extends Error {}

/** Eight bytes hold 56 bits: more than a safe integer needs. */
const maxVarintBytes = 8;

export function countVarints(packed: Uint8Array): number {
  let count = 0;
  for (const byte of packed) count += 1 - (byte >> 7);
  if (packed.length > 0 && (packed.at(-1) ?? 0) >= 0x80) throw new MalformedWire('cut varint');
  return count;
}

/** Decodes `packed` into `into`, which must have {@link countVarints} elements. Values above `max` are refused. */
export function unpackVarints(packed: Uint8Array, into: Float64Array | Uint32Array, max: number): void {
  let position = 0;
  for (let index = 0; index < into.length; index++) {
    const limit = position + maxVarintBytes;
    let byte = packed[position++] ?? 0;
    let value = byte & 0x7f;
    let scale = 1;
    while (byte >= 0x80) {
      if (position === limit) throw new MalformedWire('long varint');
      byte = packed[position++] ?? 0;
      scale *= 0x80;
      value += (byte & 0x7f) * scale;
    }
    if (value > max) throw new MalformedWire('large varint');
    into[index] = value;
  }
}

/** Most values are below this: they are coded in 32-bit arithmetic, a fraction of the cost of what holds for all. */
const smallLimit = 2 ** 31;

/** Values must be safe integers of at least 0. */
export function packVarints(values: Float64Array | Uint32Array): Uint8Array {
  let packed = Buffer.allocUnsafe(values.length * 2 + maxVarintBytes);
  let position = 0;
  for (let index = 0; index < values.length; index++) {
    if (packed.length - position < maxVarintBytes) packed = enlarge(packed, values.length - index);
    const value = values[index] ?? 0;
    if (value < smallLimit) {
      let rest = value | 0;
      for (; rest >= 0x80; rest >>>= 7) packed[position++] = (rest & 0x7f) | 0x80;
      packed[position++] = rest;
    } else position = packLarge(value, packed, position);
  }
  return packed.subarray(0, position);
}

function enlarge(packed: Buffer, valuesLeft: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(packed.length + valuesLeft * maxVarintBytes);
  larger.set(packed);
  return larger;
}

function packLarge(value: number, packed: Buffer, position: number): number {
  let rest = value;
  let at = position;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) packed[at++] = (rest % 0x80) + 0x80;
  packed[at++] = rest;
  return at;
}

/** ZigZag, for integers of up to 52 bits. */
export function toZigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

export function fromZigzag(value: number): number {
  if (value < smallLimit) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

export function readFixed64(reader: WireReader): number {
  const low = reader.fixed32();
  const value = reader.fixed32() * 0x1_0000_0000 + low;
  if (!Number.isSafeInteger(value)) throw new MalformedWire('large fixed64');
  return value;
}
