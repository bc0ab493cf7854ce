import { UnsupportedSchema } from '../unsupported-schema.js';

/** An Avro schema, its names resolved, with what its declaration says beside the types. */
export type Shape =
  | { readonly kind: 'primitive'; readonly type: string; readonly logical: LogicalType | undefined }
  | { readonly kind: 'enum' }
  | { readonly kind: 'fixed'; readonly size: number; readonly logical: LogicalType | undefined }
  | { readonly kind: 'array'; readonly items: Shape }
  | { readonly kind: 'map'; readonly values: Shape }
  | { readonly kind: 'union'; readonly branches: ReadonlyMap<string, Shape> }
  | RecordShape;

export interface RecordShape {
  readonly kind: 'record';
  /** With its namespace. */
  readonly name: string;
  readonly fields: FieldShape[];
}

export interface FieldShape {
  readonly name: string;
  readonly shape: Shape;
  /** `confluent:tags` of the field. */
  readonly tags: readonly string[];
}

export interface LogicalType {
  readonly name: string;
  /** Of a decimal: digits behind the point. */
  readonly scale: number;
}

interface Compiled {
  readonly shape: Shape;
  /** The same for avsc, with what is of no use in decoding left out: defaults, aliases, logical types, texts. */
  readonly schema: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);
const mostDepth = 100;

/**
 * Resolves names by the Avro specification ("Names", https://avro.apache.org/docs/1.12.0/specification/#names). One
 * compiler serves a schema and those it refers to, which come first.
 */
export class ShapeCompiler {
  readonly #named = new Map<string, Shape>();

  /** Throws {@link UnsupportedSchema}. */
  compile(schema: unknown, namespace = '', depth = 0): Compiled {
    if (depth > mostDepth) throw new UnsupportedSchema();
    if (typeof schema === 'string') return this.#byName(schema, namespace);
    if (Array.isArray(schema)) return this.#union(schema, namespace, depth);
    if (!isJson(schema)) throw new UnsupportedSchema();
    const { type } = schema;
    // `{"type": {"type": …}}` and `{"type": […]}` mean what they hold.
    if (typeof type !== 'string') return this.compile(type, namespace, depth + 1);
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(schema, namespace, depth);
      case 'enum':
        return this.#name(schema, namespace, { kind: 'enum' }, { type, symbols: schema['symbols'] });
      case 'fixed':
        return this.#fixed(schema, namespace);
      case 'array': {
        const items = this.compile(schema['items'], namespace, depth + 1);
        refuseEmpty(items.shape);
        return { shape: { kind: 'array', items: items.shape }, schema: { type, items: items.schema } };
      }
      case 'map': {
        const values = this.compile(schema['values'], namespace, depth + 1);
        return { shape: { kind: 'map', values: values.shape }, schema: { type, values: values.schema } };
      }
      default:
        if (!primitives.has(type)) return this.#byName(type, namespace);
        return { shape: { kind: 'primitive', type, logical: logicalOf(schema) }, schema: type };
    }
  }

  #byName(name: string, namespace: string): Compiled {
    if (primitives.has(name)) {
      return { shape: { kind: 'primitive', type: name, logical: undefined }, schema: name };
    }
    const full = name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
    for (const candidate of [full, name]) {
      const shape = this.#named.get(candidate);
      if (shape !== undefined) return { shape, schema: candidate };
    }
    throw new UnsupportedSchema();
  }

  #union(schemas: readonly unknown[], namespace: string, depth: number): Compiled {
    const branches = schemas.map((branch) => this.compile(branch, namespace, depth + 1));
    const named = branches.map(({ shape, schema }): [string, Shape] => [branchName(shape, schema), shape]);
    return {
      shape: { kind: 'union', branches: new Map(named) },
      schema: branches.map(({ schema }) => schema),
    };
  }

  #record(schema: Json, namespace: string, depth: number): Compiled {
    const fields: FieldShape[] = [];
    const name = fullName(schema, namespace);
    const shape: RecordShape = { kind: 'record', name, fields };
    this.#define(name, shape);
    const declared: unknown = schema['fields'];
    if (!Array.isArray(declared)) throw new UnsupportedSchema();
    const inner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
    const compiled = declared.map((field: unknown) => {
      if (!isJson(field) || typeof field['name'] !== 'string') throw new UnsupportedSchema();
      const type = this.compile(field['type'], inner, depth + 1);
      fields.push({ name: field['name'], shape: type.shape, tags: tagsOf(field) });
      return { name: field['name'], type: type.schema };
    });
    return { shape, schema: { type: 'record', name, fields: compiled } };
  }

  #fixed(schema: Json, namespace: string): Compiled {
    const { size } = schema;
    if (typeof size !== 'number') throw new UnsupportedSchema();
    const shape: Shape = { kind: 'fixed', size, logical: logicalOf(schema) };
    return this.#name(schema, namespace, shape, { type: 'fixed', size });
  }

  #name(schema: Json, namespace: string, shape: Shape, rest: Json): Compiled {
    const name = fullName(schema, namespace);
    this.#define(name, shape);
    return { shape, schema: { ...rest, name } };
  }

  #define(name: string, shape: Shape): void {
    if (this.#named.has(name)) throw new UnsupportedSchema();
    this.#named.set(name, shape);
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fullName(schema: Json, enclosing: string): string {
  const { name } = schema;
  if (typeof name !== 'string') throw new UnsupportedSchema();
  const own: unknown = schema['namespace'];
  const namespace = typeof own === 'string' ? own : enclosing;
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** What avsc calls a branch. */
function branchName(shape: Shape, schema: unknown): string {
  if (shape.kind === 'primitive') return shape.type;
  if (shape.kind === 'record') return shape.name;
  if (shape.kind === 'array' || shape.kind === 'map') return shape.kind;
  if (typeof schema === 'string') return schema;
  const name = isJson(schema) ? schema['name'] : undefined;
  if (typeof name !== 'string') throw new UnsupportedSchema();
  return name;
}

function logicalOf(schema: Json): LogicalType | undefined {
  const { logicalType, scale } = schema;
  if (typeof logicalType !== 'string') return undefined;
  return { name: logicalType, scale: typeof scale === 'number' && scale >= 0 ? scale : 0 };
}

function tagsOf(field: Json): string[] {
  const found: unknown[] = [field['confluent:tags']];
  // Some writers put them on the type.
  if (isJson(field['type'])) found.push(field['type']['confluent:tags']);
  return found.flat().filter((tag) => typeof tag === 'string');
}

/** Elements without a byte of their own: a few bytes of a record could ask for billions of them. */
function refuseEmpty(shape: Shape): void {
  const isEmpty = (inner: Shape, under: ReadonlySet<Shape>): boolean => {
    if (inner.kind === 'primitive') return inner.type === 'null';
    if (inner.kind === 'fixed') return inner.size === 0;
    if (inner.kind !== 'record' || under.has(inner)) return false;
    return inner.fields.every((field) => isEmpty(field.shape, new Set([...under, inner])));
  };
  if (isEmpty(shape, new Set())) throw new UnsupportedSchema();
}
