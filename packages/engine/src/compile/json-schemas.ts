import { z } from 'zod';
import { allowListSchema } from './allow-schema.js';
import { packSchema } from './pack-schema.js';
import { policySchema } from './policy-schema.js';

function toJsonSchema(schema: z.ZodType, name: string): Record<string, unknown> {
  return {
    $id: `urn:scrubjay:rules:${name.replace(' ', '-')}`,
    title: `Scrubjay ${name}`,
    ...z.toJSONSchema(schema, { io: 'input' }),
  };
}

/** JSON Schemas of the rule files by file name; schemas/rules/ holds the same, for editors to complete from. */
export function describeRuleFiles(): Readonly<Record<string, Record<string, unknown>>> {
  return {
    'pack.schema.json': toJsonSchema(packSchema, 'pack'),
    'allow-list.schema.json': toJsonSchema(allowListSchema, 'allow list'),
    'policy.schema.json': toJsonSchema(policySchema, 'policy'),
  };
}
