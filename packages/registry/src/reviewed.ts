import type { Shape } from './avro/shape.js';
import { parseAvro } from './avro/schema.js';
import { parseProtobuf } from './protobuf/schema.js';
import type { MessageChoice } from './decoder.js';
import type { RegisteredSchema } from './types.js';
import protobuf from 'protobufjs';

export type IsReviewed = (path: readonly string[]) => boolean;

/** Whether a schema has a field at a path: names from the root, `*` for the values of a map. Throws UnsupportedSchema. */
export function fieldsOf(schema: RegisteredSchema, choice: MessageChoice | undefined): IsReviewed {
  if (schema.type === 'AVRO') {
    const { shape } = parseAvro(schema);
    return (path) => hasShape(shape, path);
  }
  const parsed = parseProtobuf(schema);
  if (choice === undefined) return () => false;
  const type =
    'indexes' in choice ? parsed.message(choice.indexes) : parsed.root.lookup(choice.name, [protobuf.Type]);
  return (path) => type instanceof protobuf.Type && hasField(type, path);
}

function hasField(type: protobuf.Type, path: readonly string[]): boolean {
  const [name = '', ...rest] = path;
  const field = type.fieldsArray.find((candidate) => candidate.name === name);
  if (field === undefined) return false;
  const below = field.map && rest[0] === '*' ? rest.slice(1) : rest;
  if (below.length === 0) return true;
  return field.resolvedType instanceof protobuf.Type && hasField(field.resolvedType, below);
}

function hasShape(shape: Shape, path: readonly string[]): boolean {
  if (path.length === 0) return true;
  const [name, ...rest] = path;
  switch (shape.kind) {
    case 'record':
      return shape.fields.some((field) => field.name === name && hasShape(field.shape, rest));
    case 'array':
      return hasShape(shape.items, path);
    case 'map':
      return name === '*' && hasShape(shape.values, rest);
    case 'union':
      return [...shape.branches.values()].some((branch) => hasShape(branch, path));
    default:
      return false;
  }
}
