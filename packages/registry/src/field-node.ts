import { matchesPath } from './tags.js';
import type { Sensitivity } from './types.js';

/** What a policy says about a field, by the names from the root: lists add none, map values the name `*`. */
export type ClassifyField = (path: readonly string[]) => Sensitivity | 'safe' | undefined;

/** What is known of a schema's fields beside their types. */
export interface FieldKnowledge {
  /** Tags of the schema's metadata, ready to be asked: by `<type's full name>.<field>`. */
  readonly byMetadata: (fullName: string) => Sensitivity | undefined;
  readonly classify: ClassifyField;
  /**
   * Whether the version that was reviewed has a field at this path; undefined where none was: then every field of the
   * schema counts as known.
   */
  readonly isReviewed: ((path: readonly string[]) => boolean) | undefined;
}

/** A field of the schema at one path. Nodes are made as records reach them, so a recursive schema has no end of them. */
export class FieldNode {
  readonly path: readonly string[];
  /** What is declared about all of it. */
  readonly is: Sensitivity | 'safe' | undefined;
  /** Nobody classified it: it came with a version that was not reviewed, and bears no mark. */
  readonly isUnknown: boolean;
  readonly #children = new Map<string, FieldNode>();
  readonly #knowledge: FieldKnowledge;

  private constructor(
    knowledge: FieldKnowledge,
    path: readonly string[],
    is: FieldNode['is'],
    isUnknown: boolean,
  ) {
    this.#knowledge = knowledge;
    this.path = path;
    this.is = is;
    this.isUnknown = isUnknown;
  }

  static root(knowledge: FieldKnowledge): FieldNode {
    return new FieldNode(knowledge, [], undefined, false);
  }

  /** The field `name` of the type `typeName` below this node; `inline` is what its declaration in the schema says. */
  field(name: string, typeName: string, inline: () => Sensitivity | undefined): FieldNode {
    const key = `${typeName}.${name}`;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const { classify, byMetadata, isReviewed } = this.#knowledge;
    const path = [...this.path, name];
    const declared = inline() ?? byMetadata(key);
    const ruled = classify(path);
    // A field that either calls sensitive is; the policy knows the detector, so it is heard first.
    const is = ruled === 'safe' ? (declared ?? ruled) : (ruled ?? declared);
    const isReviewedHere = isReviewed === undefined || this.isUnknown || isReviewed(path);
    const node = new FieldNode(this.#knowledge, path, is, is === undefined && !isReviewedHere);
    this.#children.set(key, node);
    return node;
  }

  /** The values of a map. */
  values(): FieldNode {
    const known = this.#children.get('*');
    if (known !== undefined) return known;
    const path = [...this.path, '*'];
    const ruled = this.#knowledge.classify(path);
    const node = new FieldNode(this.#knowledge, path, ruled, false);
    this.#children.set('*', node);
    return node;
  }
}

/** Asks tags by wildcard paths; each name once, since answers are kept by the nodes. */
export function metadataTags(
  tags: ReadonlyMap<string, readonly string[]>,
  toSensitivity: (tags: Iterable<string>) => Sensitivity | undefined,
): FieldKnowledge['byMetadata'] {
  if (tags.size === 0) return () => undefined;
  return (fullName) => {
    const found = [...tags].filter(([glob]) => matchesPath(fullName, glob)).flatMap(([, names]) => names);
    return toSensitivity(found);
  };
}
