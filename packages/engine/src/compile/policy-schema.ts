import { z } from 'zod';
import { actionSchema, idSchema } from './pack-schema.js';

/** What a JSON number or boolean becomes when a rule hides it. */
export const maskedNumbers = ['null', 'zero'] as const;
export type MaskedNumber = (typeof maskedNumbers)[number];

export const policySchema = z
  .strictObject({
    policy: idSchema.describe('Name of the policy.'),
    title: z.string().min(1).max(120).optional().describe('What it is for, for people.'),
    packs: z.array(idSchema).min(1).describe('Packs that apply, in this order; no other detector is used.'),
    disable: z.array(idSchema).optional().describe('Ids of detectors to leave out.'),
    actions: z
      .record(idSchema, actionSchema)
      .optional()
      .describe(
        'Other actions, by detector id or by category; an id outranks its category. Example: {email: pseudonymize}',
      ),
    maskedNumber: z
      .enum(maskedNumbers)
      .default('null')
      .describe(
        'What a hidden JSON number or boolean becomes: null; or with zero the type is kept: 0, false.',
      ),
  })
  .describe('Which packs apply, and with which actions.');

export type PolicySource = z.infer<typeof policySchema>;
