import type protobuf from 'protobufjs';
import { sensitivityOf, type TagTable } from '../tags.js';
import type { Action, Category, Sensitivity } from '../types.js';

/** Both in the order of their numbers in schemas/scrubjay/v1/sensitivity.proto, from 1. */
const categories: readonly Category[] = ['pii', 'pci', 'health', 'secret', 'network'];
const actions: readonly Action[] = [
  ...(['mask', 'partial', 'pseudonymize', 'generalize', 'drop', 'discard', 'seal'] as const),
];

/** An enum's value stands in a file by its name, or by its number. */
function enumValue<T extends string>(value: unknown, prefix: string, values: readonly T[]): T | undefined {
  return values.find((name, at) => value === prefix + name.toUpperCase() || value === at + 1);
}

const sensitivityOption = /^\(\.?scrubjay\.v1\.sensitivity\)$/;
const metaOption = /^\(\.?confluent\.field_meta\)$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * What a field's own options declare: `scrubjay.v1.sensitivity`, Protobuf's `debug_redact` (descriptor.proto: "whether
 * the field value should be hidden in debug output"), or the tags of `confluent.field_meta`.
 */
export function annotationOf(field: protobuf.Field, tags: TagTable): Sensitivity | undefined {
  const parsed = (field as { parsedOptions: unknown }).parsedOptions;
  const options: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  let redacted: Sensitivity | undefined;
  let tagged: Sensitivity | undefined;
  for (const [name, value] of options.flatMap((option) => (isObject(option) ? Object.entries(option) : []))) {
    // A mark that is not understood in full is a mark all the same.
    if (sensitivityOption.test(name)) return readSensitivity(value);
    if (name === 'debug_redact' && value !== false && value !== 'false') redacted = {};
    if (metaOption.test(name) && isObject(value)) tagged = sensitivityOf(tagNames(value['tags']), tags);
  }
  return tagged ?? redacted;
}

function readSensitivity(value: unknown): Sensitivity {
  if (!isObject(value)) return {};
  return {
    category: enumValue(value['category'], 'CATEGORY_', categories),
    action: enumValue(value['action'], 'ACTION_', actions),
  };
}

function tagNames(value: unknown): string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value.flat() : [value];
  return names.filter((name) => typeof name === 'string');
}
