/** Kinds of schemas that Confluent's registry knows. */
export type SchemaType = 'PROTOBUF' | 'AVRO' | 'JSON';

/** Another schema that one is built on, under the name that its text calls it by. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** Where a schema is registered. */
export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
}

export interface RegisteredSchema {
  readonly type: SchemaType;
  readonly text: string;
  /** All schemas that it needs, directly or not, in an order in which each comes after those it needs. */
  readonly references: readonly { readonly name: string; readonly text: string }[];
  /** From the schema's metadata: tags by a path with wildcards, such as `**.ssn` or `acme.Login.email`. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly subjects: readonly SubjectVersion[];
}

/** Where schemas come from. */
export interface SchemaRegistry {
  /**
   * The schema of an id or GUID; undefined where the registry says that there is none. Rejects with
   * SJ_REGISTRY_UNREACHABLE (retryable) or SJ_REGISTRY_DENIED.
   */
  find(ref: RegistryKey): Promise<RegisteredSchema | undefined>;
  /** A version of a subject, likewise. */
  findVersion(subject: string, version: number): Promise<RegisteredSchema | undefined>;
}

export type RegistryKey =
  { readonly kind: 'registry'; readonly id: number } | { readonly kind: 'guid'; readonly guid: string };

/** The same lists as the engine's. */
export type Category = 'pii' | 'pci' | 'health' | 'secret' | 'network';
export type Action = 'discard' | 'drop' | 'mask' | 'seal' | 'pseudonymize' | 'generalize' | 'partial';

/** What is declared about a field that holds sensitive data, in its schema or in a policy. */
export interface Sensitivity {
  readonly category?: Category | undefined;
  /** What the declaration asks for. */
  readonly action?: Action | undefined;
  /** Id of the detector whose label and action the field gets. */
  readonly detector?: string | undefined;
}
