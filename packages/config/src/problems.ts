import { isSafeName } from '@scrubjay/errors';
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

/**
 * A key that nothing accepts, if it can be one: where a space or a quote is missing, as in `{password:hunter2}`, or a
 * template was not filled in, the value stands where the key should. Such a key has no value.
 */
function nameOf(key: string, section: unknown): string {
  const value = valueAt(section, [key]);
  return isSafeName(key) && value !== null ? key : '(not shown: it may be a value)';
}

function accepted(issue: z.core.$ZodIssue, section: unknown): string {
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
      return `unknown key ${issue.keys.map((key) => nameOf(key, section)).join(', ')}`;
    case 'invalid_union':
      return unionMessage(issue, section);
    default:
      return issue.message;
  }
}

function unionMessage(issue: z.core.$ZodIssueInvalidUnion, section: unknown): string {
  const inner = issue.errors.flat();
  if (inner.length === 0) return `${issue.message}: no variant of this section has that value`;
  const texts = inner.map((one) => accepted(one, valueAt(section, one.path)));
  return [...new Set(texts)].join(' or ');
}

/** Positions in lists, our own keys, and names that the file gives; what is no name may be a value out of place. */
function showStep(step: PropertyKey): string {
  const text = String(step);
  return typeof step === 'number' || isSafeName(text) ? text : '…';
}

/** One sentence a problem: the key, the type of what was found, what is accepted. */
export function describeIssues(error: z.ZodError, config: unknown): readonly string[] {
  return error.issues.map((issue) => {
    const key = issue.path.map(showStep).join('.') || 'the file';
    const found = valueAt(config, issue.path);
    if (issue.code === 'unrecognized_keys') return `${key}: ${accepted(issue, found)}`;
    return `${key}: found ${typeOf(found)}, ${accepted(issue, found)}`;
  });
}
