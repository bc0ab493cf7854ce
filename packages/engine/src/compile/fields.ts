import { Globs } from './globs.js';
import type { FieldSource, UnknownFieldRule } from './policy-schema.js';
import { programOf, type CompiledDetector, type Ruleset } from './ruleset.js';

/** What a policy says about one field of a schema. */
export interface FieldRule {
  /** safe: not scanned. sensitive: acted on, whatever it contains. */
  readonly treat: 'safe' | 'sensitive';
  /** Whose label and action a sensitive field gets; undefined if the policy names none, or one that is not in use. */
  readonly detector: CompiledDetector | undefined;
}

/** What a policy says about the fields of one schema. */
export interface DeclaredFields {
  /** True if it says nothing about any. */
  readonly isEmpty: boolean;
  /** The rule for a field, by the names that lead to it; list positions are no names. The first that fits counts. */
  ruleFor(path: readonly string[]): FieldRule | undefined;
}

/** Whether `names[at…]` match `parts[from…]`: `*` is one name, `**` any number of them. */
function matchesPath(parts: readonly string[], names: readonly string[], from = 0, at = 0): boolean {
  const part = parts[from];
  if (part === undefined) return at === names.length;
  if (part === '**') {
    for (let next = at; next <= names.length; next += 1)
      if (matchesPath(parts, names, from + 1, next)) return true;
    return false;
  }
  const name = names[at];
  return name !== undefined && (part === '*' || part === name) && matchesPath(parts, names, from + 1, at + 1);
}

function compileFields(ruleset: Ruleset, sources: readonly FieldSource[]): DeclaredFields {
  const rules = sources.map(({ path, treat, detector: id }) => ({
    parts: path.split('.'),
    rule: Object.freeze({ treat, detector: ruleset.detectors.find((detector) => detector.id === id) }),
  }));
  return Object.freeze({
    isEmpty: rules.length === 0,
    ruleFor: (path: readonly string[]) => rules.find(({ parts }) => matchesPath(parts, path))?.rule,
  });
}

/** Schemas whose fields are kept compiled, per ruleset. */
const keptSchemas = 1024;
const kept = new WeakMap<Ruleset, Map<string, DeclaredFields>>();

/** What the policy declares about the fields of a schema. Cheap after the first call for a schema. */
export function declaredFieldsOf(ruleset: Ruleset, schema: string): DeclaredFields {
  let bySchema = kept.get(ruleset);
  if (bySchema === undefined) kept.set(ruleset, (bySchema = new Map<string, DeclaredFields>()));
  let fields = bySchema.get(schema);
  if (fields === undefined) {
    const { fields: all } = programOf(ruleset);
    fields = compileFields(
      ruleset,
      all.filter((field) => new Globs([field.schema]).matches(schema)),
    );
    if (bySchema.size >= keptSchemas) bySchema.clear();
    bySchema.set(schema, fields);
  }
  return fields;
}

/** What is done about a field that the records' schema has and nobody classified; ask with the ruleset of the origin. */
export function unknownFieldsOf(ruleset: Ruleset): UnknownFieldRule {
  return programOf(ruleset).unknownFields;
}
