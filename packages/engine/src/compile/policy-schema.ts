import { z } from 'zod';
import { allowEntrySchema } from './allow-schema.js';
import { actionSchema, idSchema } from './pack-schema.js';

/** What a JSON number or boolean becomes when a rule hides it. */
export const maskedNumbers = ['null', 'zero'] as const;
export type MaskedNumber = (typeof maskedNumbers)[number];

/** What is done about a field that a schema has and nobody classified. */
export const unknownFieldRules = ['scan', 'drop', 'quarantine'] as const;
export type UnknownFieldRule = (typeof unknownFieldRules)[number];

/** Override layers are told apart by the bits of a number. */
const mostOverrides = 30;

const globSchema = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\S+$/, 'must not hold white space')
  .describe('A name; * stands for any characters, ? for one.');

const globs = z.array(globSchema).min(1).max(256).optional();

const packList = z.array(idSchema).min(1);
const idList = z.array(idSchema);
const actionTable = z.record(idSchema, actionSchema);
const thresholdTable = z.record(idSchema, z.number().min(0).max(1));
const unknownFields = z.enum(unknownFieldRules);

const overrideSchema = z
  .strictObject({
    services: globs.describe('Names of services it is for; without it, all.'),
    environments: globs.describe('Names of environments it is for; without it, all.'),
    schemas: globs.describe('Ids of schemas it is for; without it, all.'),
    packs: packList.optional().describe("Packs that apply, in place of the policy's."),
    disable: idList.optional().describe('Ids of detectors to leave out.'),
    enable: idList.optional().describe('Ids of detectors to use, of any pack, that would be left out.'),
    actions: actionTable.optional().describe("Actions, on top of the policy's."),
    thresholds: thresholdTable.optional().describe("Thresholds, on top of the policy's."),
    allow: z.array(allowEntrySchema).optional().describe("Values that may stay, on top of the policy's."),
    unknownFields: unknownFields.optional().describe("In place of the policy's."),
  })
  .refine(
    ({ services, environments, schemas }) =>
      services !== undefined || environments !== undefined || schemas !== undefined,
    'must say for which services, environments or schemas it is',
  )
  .describe('Changes for some services, environments or schemas. Several that fit apply in their order.');

const fieldSchema = z
  .strictObject({
    schema: globSchema.describe('Ids of the schemas it is about; * and ? as in overrides.'),
    path: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^[^.\s]+(?:\.[^.\s]+)*$/u, 'must be field names joined by dots')
      .describe(
        'Field names from the root, joined by dots; * is one name, ** any number. Lists add no name.',
      ),
    treat: z
      .enum(['safe', 'sensitive'])
      .describe('safe: not scanned. sensitive: acted on, whatever it contains.'),
    detector: idSchema.optional().describe('Detector whose label and action a sensitive field gets.'),
  })
  .refine(
    ({ treat, detector }) => treat === 'sensitive' || detector === undefined,
    'a safe field has no detector',
  )
  .describe('What the policy knows about a field of a schema.');

export const policySchema = z
  .strictObject({
    policy: idSchema.describe('Name of the policy.'),
    title: z.string().min(1).max(120).optional().describe('What it is for, for people.'),
    packs: packList.describe('Packs that apply, in this order; no other detector is used.'),
    disable: idList.optional().describe('Ids of detectors to leave out.'),
    actions: actionTable
      .optional()
      .describe(
        'Other actions, by detector id or by category; an id outranks its category. Example: {email: pseudonymize}',
      ),
    thresholds: thresholdTable
      .optional()
      .describe(
        'Confidence from which a finding counts: `default`, by category, or by detector id, which outranks its ' +
          'category. 0.5 where nothing is said. Example: {default: 0.5, health: 0.35}',
      ),
    allow: z.array(allowEntrySchema).optional().describe('Values that may stay readable.'),
    allowLists: z
      .array(idSchema)
      .optional()
      .describe('Names of lists of such values, in allow/. Example: [documentation]'),
    overrides: z.array(overrideSchema).max(mostOverrides).optional(),
    unknownFields: unknownFields
      .default('scan')
      .describe(
        'What is done about a field that a schema has and nobody classified: scanned like any other, removed, or the ' +
          'record quarantined.',
      ),
    fields: z.array(fieldSchema).max(10_000).optional().describe('What is known about fields of schemas.'),
    maskedNumber: z
      .enum(maskedNumbers)
      .default('null')
      .describe(
        'What a hidden JSON number or boolean becomes: null; or with zero the type is kept: 0, false.',
      ),
  })
  .describe('Which packs apply, and with which actions.');

export type PolicySource = z.infer<typeof policySchema>;
export type OverrideSource = z.infer<typeof overrideSchema>;
export type FieldSource = z.infer<typeof fieldSchema>;
