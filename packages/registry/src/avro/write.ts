import type { FieldNode } from '../field-node.js';
import type { JsonText } from '../json-text.js';
import { sensitivityOf, type TagTable } from '../tags.js';
import { UnknownFields, type UnknownFieldRule } from '../unknown-fields.js';
import { logicalText } from './logical.js';
import type { LogicalType, RecordShape, Shape } from './shape.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Writes decoded data as plain JSON: the value of a union without the name of its branch, longs with all their digits,
 * logical types as the text that people know them by, bytes that are text as that text.
 */
export class DatumWriter {
  readonly #out: JsonText;
  readonly #tags: TagTable;
  readonly #unknown: UnknownFields;

  constructor(out: JsonText, tags: TagTable, rule: UnknownFieldRule) {
    this.#out = out;
    this.#tags = tags;
    this.#unknown = new UnknownFields(rule);
  }

  /** Fields that nobody classified. */
  get unknown(): number {
    return this.#unknown.count;
  }

  /** Throws UnknownFieldsRefused where the rule says so. */
  value(shape: Shape, value: unknown, node: FieldNode, isSafe = false): void {
    switch (shape.kind) {
      case 'record':
        this.#record(shape, value as Members, node, isSafe);
        return;
      case 'array':
        this.#array(shape.items, value as readonly unknown[], node, isSafe);
        return;
      case 'map':
        this.#map(shape.values, value as Members, node, isSafe);
        return;
      case 'union':
        this.#union(shape.branches, value, node, isSafe);
        return;
      case 'fixed':
      case 'primitive':
        this.#scalar(shape.logical, value, isSafe);
        return;
      case 'enum':
        this.#scalar(undefined, value, isSafe);
    }
  }

  #record(shape: RecordShape, record: Members, node: FieldNode, isSafe: boolean): void {
    const out = this.#out;
    out.write('{');
    let separator = '';
    for (const field of shape.fields) {
      const value = record[field.name];
      const below = node.field(field.name, shape.name, () => sensitivityOf(field.tags, this.#tags));
      // Every record has every field: one that holds nothing is not yet used.
      if (below.isUnknown && value !== null && !this.#unknown.admits(1)) continue;
      out.write(`${separator}${JSON.stringify(field.name)}:`);
      separator = ',';
      out.declare(below.is, () => {
        this.value(field.shape, value, below, below.is === 'safe' || (isSafe && below.is === undefined));
      });
    }
    out.write('}');
  }

  #array(items: Shape, values: readonly unknown[], node: FieldNode, isSafe: boolean): void {
    this.#out.write('[');
    values.forEach((value, index) => {
      if (index > 0) this.#out.write(',');
      this.value(items, value, node, isSafe);
    });
    this.#out.write(']');
  }

  #map(values: Shape, map: Members, node: FieldNode, isSafe: boolean): void {
    const out = this.#out;
    const below = node.values();
    out.write('{');
    let separator = '';
    for (const [key, value] of Object.entries(map)) {
      out.write(separator);
      separator = ',';
      out.declare(
        node.is,
        () => {
          out.string(key);
        },
        true,
      );
      out.write(':');
      out.declare(below.is, () => {
        this.value(values, value, below, below.is === 'safe' || (isSafe && below.is === undefined));
      });
    }
    out.write('}');
  }

  #union(branches: ReadonlyMap<string, Shape>, value: unknown, node: FieldNode, isSafe: boolean): void {
    if (value === null) {
      this.#out.write('null');
      return;
    }
    const [[name, inner] = ['', undefined]] = Object.entries(value as Members);
    const shape = branches.get(name);
    if (shape === undefined) throw new TypeError('A union has no such branch.');
    this.value(shape, inner, node, isSafe);
  }

  #scalar(logical: LogicalType | undefined, value: unknown, isSafe: boolean): void {
    const out = this.#out;
    const text = logical === undefined ? undefined : logicalText(logical, value);
    if (text !== undefined) out.string(text);
    else if (typeof value === 'string') out.string(value);
    else if (value instanceof Uint8Array) out.binary(value, isSafe);
    else if (typeof value === 'number' && !Number.isFinite(value)) out.string(String(value));
    else out.write(String(value));
  }
}
