import type { z } from 'zod';

/** The value's type in plain words; the value itself may be a password and is never shown. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a section';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (node, key) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[key] : undefined,
    config,
  );
}

function accepted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return unionMessage(issue);
    default:
      return issue.message;
  }
}

function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const inner = issue.errors.flat();
  if (inner.length === 0) return `${issue.message}: no variant of this section has that value`;
  return [...new Set(inner.map(accepted))].join(' or ');
}

/** One sentence a problem: the key, the type of what was found, what is accepted. */
export function describeIssues(error: z.ZodError, config: unknown): readonly string[] {
  return error.issues.map((issue) => {
    const key = issue.path.map(String).join('.') || 'the file';
    if (issue.code === 'unrecognized_keys') return `${key}: ${accepted(issue)}`;
    return `${key}: found ${typeOf(valueAt(config, issue.path))}, ${accepted(issue)}`;
  });
}
