import protobuf from 'protobufjs';
import type { RegisteredSchema } from '../types.js';
import { UnsupportedSchema } from '../unsupported-schema.js';

/** A Protobuf schema with everything it needs, resolved. */
export interface ProtobufSchema {
  readonly root: protobuf.Root;
  /** The message at a place: of the file, then nested. Undefined where there is none. */
  message(indexes: readonly number[]): protobuf.Type | undefined;
}

interface Described {
  readonly name: string;
  readonly nested: readonly Described[];
}

/** The messages of a scope in their order, by which the wire format counts them; enums and map entries do not count. */
function describe(scope: protobuf.NamespaceBase): Described[] {
  return scope.nestedArray
    .filter((nested) => nested instanceof protobuf.Type)
    .map((type) => ({ name: type.name, nested: describe(type) }));
}

/** Well-known types come with every client and are not among a schema's references. */
function addCommon(root: protobuf.Root, imports: readonly string[]): void {
  for (const name of imports) {
    const common = protobuf.common.get(name);
    if (common?.nested !== undefined && root.lookup(wellKnown(name)) === null) root.addJSON(common.nested);
  }
}

function wellKnown(file: string): string {
  const names: Readonly<Record<string, string>> = { wrappers: 'BoolValue', field_mask: 'FieldMask' };
  const base = file.replace(/^.*\//, '').replace(/\.proto$/, '');
  return `google.protobuf.${names[base] ?? base.charAt(0).toUpperCase() + base.slice(1)}`;
}

function importsOf({ imports, weakImports }: protobuf.IParserResult): string[] {
  return [...(imports ?? []), ...(weakImports ?? [])];
}

/** Throws {@link UnsupportedSchema} for text that is no Protobuf schema or needs what it does not name. */
export function parseProtobuf({
  text,
  references,
}: Pick<RegisteredSchema, 'text' | 'references'>): ProtobufSchema {
  try {
    const options = { keepCase: true };
    // Alone first: in one root with its references, the file's own messages could not be told from theirs.
    const alone = protobuf.parse(text, new protobuf.Root(), options);
    const scope = alone.package === undefined ? alone.root : alone.root.lookup(alone.package);
    const messages = scope instanceof protobuf.Namespace ? describe(scope) : [];
    const prefix = alone.package === undefined ? '' : `${alone.package}.`;
    const root = new protobuf.Root();
    for (const part of [...references.map((reference) => reference.text), text]) {
      addCommon(root, importsOf(protobuf.parse(part, root, options)));
    }
    root.resolveAll();
    return { root, message: (indexes) => findMessage(root, prefix, messages, indexes) };
  } catch {
    // The library's error quotes the schema, which may name what nobody should see in a log.
    throw new UnsupportedSchema();
  }
}

function findMessage(
  root: protobuf.Root,
  prefix: string,
  messages: readonly Described[],
  indexes: readonly number[],
): protobuf.Type | undefined {
  let scope = messages;
  const names: string[] = [];
  for (const index of indexes) {
    const found = scope[index];
    if (found === undefined) return undefined;
    names.push(found.name);
    scope = found.nested;
  }
  return names.length === 0 ? undefined : root.lookupType(prefix + names.join('.'));
}
