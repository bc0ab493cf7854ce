import { z } from 'zod';
import { categories } from '../types.js';
import { idSchema } from './pack-schema.js';

const entryText = z.string().trim().min(1).max(1024);

export const allowEntrySchema = z
  .strictObject({
    detectors: z.array(idSchema).min(1).max(256).optional().describe('Ids of the detectors it is for.'),
    categories: z.array(z.enum(categories)).min(1).optional().describe('Categories it is for.'),
    values: z
      .array(entryText)
      .min(1)
      .max(10_000)
      .optional()
      .describe('Whole values, in any case. Values of digits are compared without spaces and hyphens.'),
    patterns: z
      .array(z.string().min(1).max(4096))
      .min(1)
      .max(256)
      .optional()
      .describe('Patterns in RE2 syntax; the whole value must match.'),
    domains: z
      .array(
        z
          .string()
          .regex(/^(?!\.)[^\s/@:*]+(?<!\.)$/u, 'must be a domain such as example.com')
          .max(253),
      )
      .min(1)
      .max(10_000)
      .optional()
      .describe('Domains of an email address, URL or host name, their subdomains included.'),
    networks: z
      .array(z.string().regex(/^[0-9A-Fa-f.:]+\/\d{1,3}$/, 'must be in CIDR notation, such as 10.0.0.0/8'))
      .min(1)
      .max(10_000)
      .optional()
      .describe('IPv4 and IPv6 networks in CIDR notation.'),
    reason: z.string().trim().min(8).max(400).describe('Why these values may stay, for the next reader.'),
  })
  .refine(
    ({ detectors, categories: kinds }) => detectors !== undefined || kinds !== undefined,
    'must name the detectors or categories it is for',
  )
  .refine(
    ({ values, patterns, domains, networks }) =>
      [values, patterns, domains, networks].some((list) => list !== undefined),
    'must name values, patterns, domains or networks',
  )
  .describe('Values that are no finding of the named detectors.');

export const allowListSchema = z
  .strictObject({
    allowList: idSchema.describe('Name of the list; policies refer to it.'),
    title: z.string().min(1).max(120).describe('What it covers, for people.'),
    entries: z.array(allowEntrySchema).min(1).max(1000),
  })
  .describe('Values that may stay readable, for policies to share.');

export type AllowEntrySource = z.infer<typeof allowEntrySchema>;
export type AllowListSource = z.infer<typeof allowListSchema>;
