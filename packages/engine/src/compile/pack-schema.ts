import { z } from 'zod';
import { actions, categories, generalizations, severities } from '../types.js';
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

export const generalizeSchema = z
  .strictObject({
    type: z.literal('generalize').describe('Leaves a coarser value.'),
    as: z
      .enum(generalizations)
      .describe(
        'year: the year of a date. network: an IPv4 address to its /24, an IPv6 address to its /48. ' +
          'position: coordinates to one decimal. What cannot be read as such is masked.',
      ),
  })
  .describe('`generalize` with what is left.');

/** Needs to be told what is left, so its bare name is no action. */
const bareActions = actions.filter((action) => action !== 'generalize');

export const actionSchema = z
  .union([z.enum(bareActions), partialSchema, generalizeSchema])
  .describe(
    'What is done to a finding. mask: [LABEL]. partial: all letters and digits but the last four become *. ' +
      'pseudonymize: [LABEL:epoch:token], the same token for the same value within a key epoch. ' +
      'generalize: the year, network or rough position. seal: [LABEL:sealed:…], which the quarantine key opens. ' +
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

const contextWords = z.array(z.string().trim().min(2).max(64)).min(1).max(256).optional();

const contextSchema = z
  .strictObject({
    raise: contextWords.describe(
      'Words that make a finding likelier: its confidence grows by 0.35, to at most 0.99. In any case; a space also ' +
        'stands for _, -, . or nothing.',
    ),
    lower: contextWords.describe(
      'Words that make it less likely: its confidence falls by 0.35, unless one of `raise` stands there too.',
    ),
    within: z
      .int()
      .min(1)
      .max(1024)
      .default(48)
      .describe('How near: bytes before or after the value in the raw record.'),
  })
  .refine(
    ({ raise, lower }) => raise !== undefined || lower !== undefined,
    'needs words to raise or to lower',
  )
  .describe('Words nearby that change how sure a finding is.');

export const textValues = ['word', 'phrase'] as const;

const keySchema = z
  .string()
  .regex(
    /^(?:(?:\*|[^\s.*]+(?: [^\s.*]+)*)\.)*[^\s.*]+(?: [^\s.*]+)*$/u,
    'must be a field name, or a path of names joined by dots, in which * is any one name but not the last',
  )
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
    weakKeys: z
      .array(keySchema)
      .min(1)
      .max(512)
      .optional()
      .describe(
        'Like `keys`, for names that mean something else as often: their confidence is 0.4, so they count only near a ' +
          'word of `context.raise`, or under a policy with a low threshold. Example: weight',
      ),
    textValue: z
      .enum(textValues)
      .default('word')
      .describe(
        'How far the value of a key goes in text, where no quotes tell. word: to the next white space or delimiter. ' +
          'phrase: to the next , ; | & line end or closing bracket, or the next key.',
      ),
    scalarsOnly: z
      .boolean()
      .default(false)
      .describe(
        'Keys act on a plain value or a list of them, not on all that lies in an object. For names such as user, ' +
          'under which whole documents stand as often.',
      ),
    context: contextSchema.optional(),
    validate: z
      .array(z.enum(validatorNames))
      .min(1)
      .max(8)
      .optional()
      .describe('Checks that must all accept what a pattern matched.'),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe(
        'How sure a finding is, 0 to 1, before its context is considered. A policy sets from where it counts.',
      ),
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
