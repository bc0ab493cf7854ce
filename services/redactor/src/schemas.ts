import type { SchemaSources } from '@scrubjay/boot';
import { declaredFieldsOf, unknownFieldsOf, type Ruleset } from '@scrubjay/engine';
import { createDecoders, type ClassifyField, type DecoderOrReason, type Decoders } from '@scrubjay/registry';

/** The schemas of frames, as a ruleset sees them. Its methods reject as the registry does. */
export interface FrameSchemas {
  /** What policies call a schema. */
  nameOf(schemaId: string): Promise<string>;
  decoderFor(schemaId: string, name: string, rules: Ruleset): Promise<DecoderOrReason>;
}

/** What the policy says about the fields of a schema. */
function classifierOf(rules: Ruleset, name: string): ClassifyField {
  const fields = declaredFieldsOf(rules, name);
  return (path) => {
    const rule = fields.ruleFor(path);
    if (rule === undefined) return undefined;
    if (rule.treat === 'safe') return 'safe';
    return { category: rule.detector?.category, detector: rule.detector?.id };
  };
}

export function createFrameSchemas(sources: SchemaSources, maxBytes: number): FrameSchemas {
  const create = (): Decoders => createDecoders({ ...sources, maxBytes });
  const naming = create();
  // A ruleset that is no longer in use takes its decoders with it.
  const byRules = new WeakMap<Ruleset, Decoders>();
  return {
    nameOf: (schemaId) => naming.nameOf(schemaId),
    decoderFor(schemaId, name, rules) {
      let decoders = byRules.get(rules);
      if (decoders === undefined) byRules.set(rules, (decoders = create()));
      return decoders.find(schemaId, () => ({
        unknownFields: unknownFieldsOf(rules),
        classify: classifierOf(rules, name),
      }));
    },
  };
}
