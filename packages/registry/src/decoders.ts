import {
  createAvroDecoder,
  createProtobufDecoder,
  type Decoder,
  type DecoderOptions,
  type MessageChoice,
} from './decoder.js';
import { metadataTags, type ClassifyField, type FieldKnowledge } from './field-node.js';
import { LruMap } from './lru.js';
import { fieldsOf, type IsReviewed } from './reviewed.js';
import { parseSchemaRef, schemaKey, type RegistryRef, type SchemaRef } from './schema-ref.js';
import { sensitivityOf, tagTable } from './tags.js';
import type { Category, RegisteredSchema, SchemaRegistry } from './types.js';
import type { UnknownFieldRule } from './unknown-fields.js';
import { UnsupportedSchema } from './unsupported-schema.js';

export interface DecodersOptions {
  /** Undefined where none is configured: its schemas are then unknown. */
  readonly registry: SchemaRegistry | undefined;
  /** Protobuf files of the configuration, by their name in it. */
  readonly files: ReadonlyMap<string, Pick<RegisteredSchema, 'text' | 'references'>>;
  /** Tags that mean sensitive data. */
  readonly tags: Readonly<Record<string, Category>>;
  /** By subject: the version whose fields somebody has looked through. */
  readonly reviewed: ReadonlyMap<string, number>;
  readonly maxBytes: number;
  /** Decoders kept in memory. Default 1000. */
  readonly maxDecoders?: number;
}

/** What a policy says about records of a schema. */
export interface SchemaPolicy {
  readonly unknownFields: UnknownFieldRule;
  readonly classify: ClassifyField;
}

export type DecoderOrReason = Decoder | 'unknown_schema' | 'unsupported_schema';

export interface Decoders {
  /**
   * What policies call a schema: its subject where the registry tells one (the first by name), its id otherwise. Rejects
   * as the registry does.
   */
  nameOf(schemaId: string): Promise<string>;
  /**
   * The decoder of a schema under a policy, made at first use; `policy` is asked for only then, so one `Decoders` serves
   * one policy. Rejects as the registry does.
   */
  find(schemaId: string, policy: () => SchemaPolicy): Promise<DecoderOrReason>;
}

/** Decoders by the schema ids of frames. */
export function createDecoders(options: DecodersOptions): Decoders {
  const known = new LruMap<DecoderOrReason>(options.maxDecoders ?? 1000);
  return {
    async nameOf(schemaId) {
      const ref = parseSchemaRef(schemaId);
      if (ref === undefined || ref.kind === 'file') return schemaId;
      const subjects = (await options.registry?.find(ref))?.subjects.map(({ subject }) => subject) ?? [];
      return subjects.sort()[0] ?? schemaKey(ref);
    },
    async find(schemaId, policy) {
      const decoder = known.get(schemaId);
      if (decoder !== undefined) return decoder;
      const made = await makeDecoder(options, schemaId, policy());
      // A schema may yet come; the registry itself remembers for a while that there is none.
      if (made !== 'unknown_schema') known.set(schemaId, made);
      return made;
    },
  };
}

async function makeDecoder(
  options: DecodersOptions,
  schemaId: string,
  policy: SchemaPolicy,
): Promise<DecoderOrReason> {
  const ref = parseSchemaRef(schemaId);
  if (ref === undefined) return 'unknown_schema';
  const schema = ref.kind === 'file' ? fileSchema(options, ref) : await options.registry?.find(ref);
  if (schema === undefined) return 'unknown_schema';
  const choice: MessageChoice = ref.kind === 'file' ? { name: ref.message } : { indexes: ref.indexes };
  const isReviewed = ref.kind === 'file' ? undefined : await findReviewed(options, schema, ref);
  try {
    const all = decoderOptions(options, schema, policy, isReviewed);
    if (schema.type === 'AVRO') return createAvroDecoder(schema, all);
    return schema.type === 'PROTOBUF' ? createProtobufDecoder(schema, choice, all) : 'unsupported_schema';
  } catch (error) {
    if (error instanceof UnsupportedSchema) return 'unsupported_schema';
    throw error;
  }
}

function fileSchema(
  { files }: DecodersOptions,
  ref: Extract<SchemaRef, { kind: 'file' }>,
): RegisteredSchema | undefined {
  const file = files.get(ref.name);
  return file && { ...file, type: 'PROTOBUF', tags: new Map(), subjects: [] };
}

/** The fields of the reviewed version of a subject that the schema belongs to; of none where it is that version itself. */
async function findReviewed(
  { registry, reviewed }: DecodersOptions,
  schema: RegisteredSchema,
  ref: RegistryRef,
): Promise<IsReviewed | undefined> {
  for (const { subject, version } of schema.subjects) {
    const wanted = reviewed.get(subject);
    if (wanted === undefined) continue;
    if (wanted === version) return undefined;
    const base = await registry?.findVersion(subject, wanted);
    try {
      // A reviewed version that is gone vouches for nothing.
      return base === undefined ? () => false : fieldsOf(base, { indexes: ref.indexes });
    } catch {
      return () => false;
    }
  }
  return undefined;
}

function decoderOptions(
  { tags, maxBytes }: DecodersOptions,
  schema: RegisteredSchema,
  { classify, unknownFields }: SchemaPolicy,
  isReviewed: IsReviewed | undefined,
): DecoderOptions {
  const table = tagTable(tags);
  const knowledge: FieldKnowledge = {
    byMetadata: metadataTags(schema.tags, (names) => sensitivityOf(names, table)),
    classify,
    isReviewed,
  };
  return { knowledge, tags: table, unknownFields, maxBytes };
}
