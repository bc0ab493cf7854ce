import protobuf from 'protobufjs';
import { parseAvro } from './avro/schema.js';
import { DatumWriter } from './avro/write.js';
import { FieldNode, type FieldKnowledge } from './field-node.js';
import { JsonText, TooLarge, type DeclaredSpan } from './json-text.js';
import { parseProtobuf } from './protobuf/schema.js';
import { MessageWriter } from './protobuf/write.js';
import type { TagTable } from './tags.js';
import type { RegisteredSchema } from './types.js';
import { UnknownFieldsRefused, type UnknownFieldRule } from './unknown-fields.js';
import { UnsupportedSchema } from './unsupported-schema.js';

export interface DecodedRecord {
  readonly kind: 'decoded';
  /** One JSON value, without newline. */
  readonly json: string;
  /** What is declared about its parts, by UTF-8 bytes of `json`; outer ones before inner ones, otherwise ascending. */
  readonly spans: readonly DeclaredSpan[];
  /** Fields that nobody classified, whether written or dropped. */
  readonly unknown: number;
  /** Values of bytes that were no text and were left out. */
  readonly opaque: number;
}

export type DecodeResult =
  | DecodedRecord
  | { readonly kind: 'refused'; readonly reason: 'malformed_message' | 'unknown_fields' | 'too_large' };

/** Reads records of one schema. */
export interface Decoder {
  decode(record: Buffer): DecodeResult;
}

export interface DecoderOptions {
  readonly knowledge: FieldKnowledge;
  readonly tags: TagTable;
  readonly unknownFields: UnknownFieldRule;
  /** Bytes of JSON that a record may become. */
  readonly maxBytes: number;
}

interface Written {
  readonly unknown: number;
}

/** Nothing of an error that a library throws over a record is kept: it may quote the record. */
function guarded(maxBytes: number, write: (out: JsonText) => Written): DecodeResult {
  const out = new JsonText(maxBytes);
  try {
    const { unknown } = write(out);
    return { kind: 'decoded', json: out.text, spans: out.spans, unknown, opaque: out.opaque };
  } catch (error) {
    if (error instanceof UnknownFieldsRefused) return { kind: 'refused', reason: 'unknown_fields' };
    return { kind: 'refused', reason: error instanceof TooLarge ? 'too_large' : 'malformed_message' };
  }
}

/** Throws {@link UnsupportedSchema}. */
export function createAvroDecoder(schema: RegisteredSchema, options: DecoderOptions): Decoder {
  const avro = parseAvro(schema);
  const root = FieldNode.root(options.knowledge);
  return {
    decode: (record) =>
      guarded(options.maxBytes, (out) => {
        const writer = new DatumWriter(out, options.tags, options.unknownFields);
        writer.value(avro.shape, avro.decode(record), root);
        return writer;
      }),
  };
}

/** The message of a file: by its place, or by its full name. */
export type MessageChoice = { readonly indexes: readonly number[] } | { readonly name: string };

/** Throws {@link UnsupportedSchema}, also where the file has no such message. */
export function createProtobufDecoder(
  schema: Pick<RegisteredSchema, 'text' | 'references'>,
  choice: MessageChoice,
  options: DecoderOptions,
): Decoder {
  const type = chooseMessage(schema, choice);
  const root = FieldNode.root(options.knowledge);
  return {
    decode: (record) =>
      guarded(options.maxBytes, (out) => {
        const reader = protobuf.Reader.create(record);
        // Fields that the schema does not have are kept, so that they can be counted and scanned.
        reader.discardUnknown = false;
        const message = type.decode(reader);
        const writer = new MessageWriter(out, options.tags, options.unknownFields);
        writer.message(type, message, root);
        return writer;
      }),
  };
}

function chooseMessage(
  schema: Pick<RegisteredSchema, 'text' | 'references'>,
  choice: MessageChoice,
): protobuf.Type {
  const parsed = parseProtobuf(schema);
  const found =
    'indexes' in choice ? parsed.message(choice.indexes) : parsed.root.lookup(choice.name, [protobuf.Type]);
  if (!(found instanceof protobuf.Type)) throw new UnsupportedSchema();
  return found;
}
