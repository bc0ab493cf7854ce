import avro from 'avsc';

/** Where avsc reads, as it hands it to its types. */
interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  readString(): string;
  skipLong(): void;
  /** Items of arrays and maps so far, in the whole datum. */
  items?: number;
}

/** avsc's types as they are at run time. */
interface RuntimeType {
  readonly itemsType: RuntimeType;
  readonly valuesType: RuntimeType;
  readonly _read: (tap: Tap) => unknown;
}

/**
 * avsc believes what an array or a map says of its length: ten bytes can make it build a thousand million items before
 * it looks whether there is anything in them. With its readers replaced a datum has no more items than bytes; types
 * whose values take none are not supported as items. Its types are frozen, so this is done to their classes.
 */
export function boundItems(): void {
  replaceReader(avro.types.ArrayType, (tap, { itemsType }) => readArray(tap, itemsType));
  replaceReader(avro.types.MapType, (tap, { valuesType }) => readMap(tap, valuesType));
}

function replaceReader(type: object, read: (tap: Tap, type: RuntimeType) => unknown): void {
  const { prototype } = type as { readonly prototype: { _read?: unknown } };
  if (typeof prototype._read !== 'function') throw new TypeError('avsc has no readers of this name any more');
  prototype._read = function (this: RuntimeType, tap: Tap): unknown {
    return read(tap, this);
  };
}

function readArray(tap: Tap, items: RuntimeType): unknown[] {
  const values: unknown[] = [];
  for (let count = blockSize(tap); count > 0; count = blockSize(tap)) {
    for (let left = count; left > 0; left -= 1) values.push(items._read(tap));
  }
  return values;
}

/** Without a prototype: the keys are data. */
function readMap(tap: Tap, values: RuntimeType): object {
  const map = Object.create(null) as Record<string, unknown>;
  for (let count = blockSize(tap); count > 0; count = blockSize(tap)) {
    for (let left = count; left > 0; left -= 1) {
      const key = tap.readString();
      map[key] = values._read(tap);
    }
  }
  return map;
}

/** Items of the next block; 0 behind the last. A negative count has the block's size in bytes behind it. */
function blockSize(tap: Tap): number {
  const count = tap.readLong();
  if (count < 0) tap.skipLong();
  const size = Math.abs(count);
  tap.items = (tap.items ?? 0) + size;
  if (tap.items > tap.buf.length) throw new RangeError('more items than bytes');
  return size;
}
