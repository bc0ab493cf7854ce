import type { QuarantineReason, RecordFormat } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import {
  formatSchemaRef,
  readMessageIndexes,
  readPrefix,
  schemaIdHeader,
  type RegistryRef,
  type SchemaRegistry,
} from '@scrubjay/registry';

/** A record whose schema the registry knows. */
export interface RegisteredRecord {
  readonly format: RecordFormat;
  readonly schemaId: string;
  /** The payload behind the prefix, untouched. */
  readonly record: Buffer;
}

/** The place of the schema id: before the payload, or in a header of newer clients. */
function findId(
  message: SourceMessage,
  value: Buffer,
): { ref: RegistryRef; payload: Buffer; indexes: Buffer } | undefined {
  const header = message.rawHeaders?.find(([name]) => name === schemaIdHeader)?.[1];
  if (header !== undefined) {
    const prefix = readPrefix(header);
    return prefix && { ref: prefix.ref, payload: value, indexes: header.subarray(prefix.length) };
  }
  const prefix = value[0] === 0 ? readPrefix(value) : undefined;
  const payload = value.subarray(prefix?.length ?? 0);
  return prefix && { ref: prefix.ref, payload, indexes: payload };
}

/** Whether a message of unknown format says which schema it is of. No text begins so: NUL bytes are withheld. */
export function namesSchema(message: SourceMessage, value: Buffer): boolean {
  return findId(message, value) !== undefined;
}

/** Resolves the schema of a message; a reason where it cannot be. Rejects as the registry does. */
export async function resolveRegistered(
  registry: SchemaRegistry,
  message: SourceMessage,
  value: Buffer,
): Promise<RegisteredRecord | QuarantineReason> {
  const found = findId(message, value);
  const schema = found && (await registry.find(found.ref));
  if (found === undefined || schema === undefined) return 'unknown_schema';
  const { ref, payload, indexes } = found;
  switch (schema.type) {
    case 'AVRO':
      return { format: 'avro', schemaId: formatSchemaRef(ref), record: payload };
    case 'JSON':
      return { format: 'json', schemaId: formatSchemaRef(ref), record: payload };
    case 'PROTOBUF': {
      const read = readMessageIndexes(indexes);
      if (read === undefined) return 'malformed_message';
      const record = indexes === payload ? payload.subarray(read.length) : payload;
      return { format: 'protobuf', schemaId: formatSchemaRef({ ...ref, indexes: read.indexes }), record };
    }
  }
}
