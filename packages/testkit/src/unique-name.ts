import { randomBytes } from 'node:crypto';

/** A name that no other test run uses; valid for topics, groups, buckets and aliases if the prefix is. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
