/** What can be wrong with what was stored; scripts rely on these names. */
export const problemKinds = [
  'manifest_altered',
  'manifest_unsigned',
  'manifest_missing',
  'chain_broken',
  'object_missing',
  'object_altered',
  'object_rolled_back',
  'object_unknown',
  'records_differ',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** One thing that is not as the manifests say. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Key of the object or manifest. */
  readonly key: string;
  readonly detail: string;
}
