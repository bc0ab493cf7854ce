import { z } from 'zod';
import { actions, categories, severities } from '../types.js';
import { validatorNames } from '../validate/index.js';

const idPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const idSchema = z
  .string()
  .regex(idPattern, 'must be kebab-case: lower-case letters, digits and single hyphens')
  .max(64);

export const partialSchema = z
  .strictObject({
    type: z.literal('partial').describe('Hides all but the end of the value.'),
    keepLast: z
      .int()
      .min(1)
      .max(8)
      .default(4)
      .describe(
        'Letters and digits left readable at the end. A value with fewer than twice as many is masked whole.',
      ),
  })
  .describe('`partial` with its option.');

export const actionSchema = z
  .union([z.enum(actions), partialSchema])
  .describe(
    'What is done to a finding. mask: [LABEL]. partial: all letters and digits but the last four become *. ' +
      'pseudonymize: [LABEL:epoch:token], the same token for the same value within a key epoch. ' +
      'drop: the JSON field, or the span of a text, is removed. discard: the whole record is removed.',
  );

const patternSchema = z
  .string()
  .min(1)
  .max(4096)
  .describe('RE2 syntax. With a group (?P<value>…) the finding is that group, otherwise the whole match.');

export const exampleSchema = z
  .union([
    z.string(),
    z.strictObject({
      text: z.string().describe('The record as an application would write it.'),
      format: z.enum(['text', 'json']).describe('How the record is read.'),
    }),
  ])
  .describe('A record. A plain string that starts with { and parses is read as JSON, any other as text.');

const examplesSchema = z.strictObject({
  match: z
    .array(exampleSchema)
    .min(3)
    .describe('At least three records in which this detector must find something.'),
  ignore: z.array(exampleSchema).min(3).describe('At least three records in which it must find nothing.'),
});

const keywordsSchema = z.strictObject({
  near: z
    .array(z.string().trim().min(2).max(64))
    .min(1)
    .max(64)
    .describe(
      'Words of which one must stand near a match, in any case. A space also stands for _, -, . or nothing.',
    ),
  within: z
    .int()
    .min(1)
    .max(1024)
    .default(40)
    .describe('How near: bytes before or after the match in the raw record.'),
});

const keySchema = z
  .string()
  .regex(/^[^\s.]+(?:[ .][^\s.]+)*$/u, 'must be a field name, or a path of names joined by dots')
  .max(128);

export const detectorSchema = z
  .strictObject({
    id: idSchema.describe('Unique over all packs.'),
    title: z.string().min(1).max(120).describe('What it finds, for people.'),
    category: z.enum(categories).describe('Kind of data; a policy can set an action for a whole category.'),
    severity: z
      .enum(severities)
      .describe('How bad a leak is; settles which of two equally long findings names the span.'),
    pattern: patternSchema.optional(),
    patterns: z
      .array(patternSchema)
      .min(1)
      .max(64)
      .optional()
      .describe('Several patterns, in place of `pattern`.'),
    keywords: keywordsSchema.optional().describe('A match of a pattern counts only near one of these words.'),
    keys: z
      .array(keySchema)
      .min(1)
      .max(512)
      .optional()
      .describe(
        'JSON field names in any casing style (userEmail, user_email, user-email), whose value is acted on whatever ' +
          'it contains. Names joined by dots match the end of the path. Example: user.contact.mail',
      ),
    validate: z
      .array(z.enum(validatorNames))
      .min(1)
      .max(8)
      .optional()
      .describe('Checks that must all accept what a pattern matched.'),
    confidence: z.number().min(0).max(1).default(0.8).describe('How sure a finding is, 0 to 1.'),
    label: z
      .string()
      .regex(/^[A-Z0-9]+(?:_[A-Z0-9]+)*$/, 'must be capital letters and digits joined by _')
      .max(64)
      .optional()
      .describe('Word in the replacement text. Default: the id in capitals with _.'),
    action: actionSchema.default('mask'),
    examples: examplesSchema.describe('Tests of this detector, run by `scrubjay rules test`.'),
  })
  .describe('What to find and what to do about it.');

export const packSchema = z
  .strictObject({
    pack: idSchema.describe('Name of the pack; policies refer to it.'),
    title: z.string().min(1).max(120).describe('What the pack covers, for people.'),
    detectors: z.array(detectorSchema).min(1).max(2000),
  })
  .describe('A pack of Scrubjay detectors.');

export type ActionSource = z.infer<typeof actionSchema>;
export type ExampleSource = z.infer<typeof exampleSchema>;
export type DetectorSource = z.infer<typeof detectorSchema>;
export type PackSource = z.infer<typeof packSchema>;
