import {
  createDecoders,
  type ClassifyField,
  type Decoder,
  type DecoderOrReason,
  type RegisteredSchema,
} from '../src/index.js';
import { defaultTags } from '../src/tags.js';
import type { SchemaRegistry } from '../src/types.js';
import type { UnknownFieldRule } from '../src/unknown-fields.js';

export interface Known extends Partial<RegisteredSchema> {
  readonly text: string;
}

/** A registry of the given schemas, with ids from 1. */
export function registryOf(
  schemas: readonly Known[],
  type: RegisteredSchema['type'] = 'PROTOBUF',
): SchemaRegistry {
  const all = schemas.map((schema): RegisteredSchema => ({
    type,
    references: [],
    tags: new Map(),
    subjects: [],
    ...schema,
  }));
  return {
    find: async (key) => (key.kind === 'registry' ? all[key.id - 1] : all[0]),
    findVersion: async (subject, version) =>
      all.find(({ subjects }) => subjects.some((at) => at.subject === subject && at.version === version)),
  };
}

export interface Setting {
  readonly unknownFields?: UnknownFieldRule;
  readonly classify?: ClassifyField;
  readonly reviewed?: Readonly<Record<string, number>>;
  readonly maxBytes?: number;
}

export async function findDecoder(
  registry: SchemaRegistry,
  id: string,
  setting: Setting = {},
): Promise<DecoderOrReason> {
  const {
    unknownFields = 'quarantine',
    classify = () => undefined,
    reviewed = {},
    maxBytes = 10_000,
  } = setting;
  const decoders = createDecoders({
    registry,
    files: new Map(),
    tags: defaultTags,
    reviewed: new Map(Object.entries(reviewed)),
    maxBytes,
  });
  return await decoders.find(id, () => ({ unknownFields, classify }));
}

export async function needDecoder(
  registry: SchemaRegistry,
  id: string,
  setting: Setting = {},
): Promise<Decoder> {
  const decoder = await findDecoder(registry, id, setting);
  if (typeof decoder === 'string') throw new Error(decoder);
  return decoder;
}

/** The JSON of a record, and each declared part of it with its text. */
export function describe(
  decoder: Decoder,
  record: Uint8Array,
): { json: unknown; declared: unknown[]; unknown: number; opaque: number } {
  const result = decoder.decode(Buffer.from(record));
  if (result.kind === 'refused') throw new Error(result.reason);
  const bytes = Buffer.from(result.json);
  return {
    json: JSON.parse(result.json),
    declared: result.spans.map(({ start, end, is, isKey }) => [
      bytes.toString('utf8', start, end),
      is === 'safe'
        ? is
        : Object.values(is)
            .filter((value) => value !== undefined)
            .join(' '),
      ...(isKey ? ['key'] : []),
    ]),
    unknown: result.unknown,
    opaque: result.opaque,
  };
}
