export { createDecoders } from './decoders.js';
export type { DecoderOrReason, Decoders, DecodersOptions, SchemaPolicy } from './decoders.js';
export type { DecodedRecord, Decoder, DecodeResult } from './decoder.js';
export type { ClassifyField } from './field-node.js';
export { createHttpRegistry } from './http-registry.js';
export type { HttpRegistryOptions } from './http-registry.js';
export type { DeclaredSpan } from './json-text.js';
export { formatSchemaRef, parseSchemaRef } from './schema-ref.js';
export type { RegistryRef, SchemaRef } from './schema-ref.js';
export { defaultTags } from './tags.js';
export type {
  Category,
  RegisteredSchema,
  RegistryKey,
  SchemaRegistry,
  SchemaType,
  Sensitivity,
} from './types.js';
export type { UnknownFieldRule } from './unknown-fields.js';
export { readMessageIndexes, readPrefix, schemaIdHeader } from './wire.js';
