/**
 * Which schema a record is of, as it stands in a frame's `schema_id`:
 * - `registry:42` — id 42 of the schema registry; `registry:42/0.1` also says which message of a Protobuf file: the
 *   second one nested in the first.
 * - `guid:0190…` — the same by the schema's GUID, as newer clients name it in a header.
 * - `file:login/acme.Login` — message `acme.Login` of the file that the configuration calls `login`.
 */
export type SchemaRef =
  | { readonly kind: 'registry'; readonly id: number; readonly indexes: readonly number[] }
  | { readonly kind: 'guid'; readonly guid: string; readonly indexes: readonly number[] }
  | { readonly kind: 'file'; readonly name: string; readonly message: string };

/** A reference to a schema of the registry, whichever of its messages a record is. */
export type RegistryRef = Exclude<SchemaRef, { kind: 'file' }>;

const pattern =
  /^(?:registry:(?<id>\d{1,10})|guid:(?<guid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))(?:\/(?<indexes>\d{1,5}(?:\.\d{1,5}){0,31}))?$/;
const filePattern = /^file:(?<name>[A-Za-z0-9_-]{1,63})\/(?<message>[A-Za-z0-9_.]{1,255})$/;

export function formatSchemaRef(ref: SchemaRef): string {
  if (ref.kind === 'file') return `file:${ref.name}/${ref.message}`;
  const indexes = ref.indexes.length === 0 ? '' : `/${ref.indexes.join('.')}`;
  return `${schemaKey(ref)}${indexes}`;
}

/** The schema alone: all messages of a Protobuf file share it. */
export function schemaKey(ref: RegistryRef): string {
  return ref.kind === 'guid' ? `guid:${ref.guid}` : `registry:${String(ref.id)}`;
}

/** Undefined for a text of another form. */
export function parseSchemaRef(text: string): SchemaRef | undefined {
  const file = filePattern.exec(text)?.groups;
  if (file !== undefined) return { kind: 'file', name: file['name'] ?? '', message: file['message'] ?? '' };
  const found = pattern.exec(text)?.groups;
  if (found === undefined) return undefined;
  const indexes = found['indexes']?.split('.').map(Number) ?? [];
  const { guid, id } = found;
  return guid === undefined ? { kind: 'registry', id: Number(id), indexes } : { kind: 'guid', guid, indexes };
}
