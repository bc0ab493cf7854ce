import avro from 'avsc';
import type { RegisteredSchema } from '../types.js';
import { boundItems } from './bound-items.js';
import { UnsupportedSchema } from '../unsupported-schema.js';
import { ShapeCompiler, type Shape } from './shape.js';

export interface AvroSchema {
  readonly shape: Shape;
  /** The value of a datum, unions as `{branch: value}`, longs as bigint. Throws for bytes of any other form. */
  decode(bytes: Buffer): unknown;
}

boundItems();

/** avsc reads longs as numbers unless it is told otherwise, and refuses those that a number cannot hold. */
const exactLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => Number(a > b) - Number(a < b),
});

/** Throws {@link UnsupportedSchema} for text that is no Avro schema or needs what it does not name. */
export function parseAvro({ text, references }: Pick<RegisteredSchema, 'text' | 'references'>): AvroSchema {
  try {
    const compiler = new ShapeCompiler();
    const registry: Record<string, avro.Type> = { long: exactLong };
    const options = { registry, wrapUnions: true } as const;
    for (const reference of references) {
      avro.Type.forSchema(compiler.compile(JSON.parse(reference.text)).schema as avro.Schema, options);
    }
    const { shape, schema } = compiler.compile(JSON.parse(text));
    const type = avro.Type.forSchema(schema as avro.Schema, options);
    return { shape, decode: (bytes) => type.fromBuffer(bytes) as unknown };
  } catch {
    throw new UnsupportedSchema();
  }
}
