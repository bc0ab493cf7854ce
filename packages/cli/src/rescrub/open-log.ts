import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { Amendment } from './amendment.js';
import { readAmendments, type ReadAmendment } from './read-amendments.js';
import { RescrubLog } from './rescrub-log.js';
import type { RewriteOptions } from './rewrite-options.js';

/** Takes over the row of amendments and reads it; a dry run only reads it. */
export async function openLog(
  options: RewriteOptions,
  reason: Amendment['reason'],
): Promise<{ readonly log: RescrubLog | undefined; readonly amendments: readonly ReadAmendment[] }> {
  const { facts, isDryRun } = options;
  const read = (): Promise<readonly ReadAmendment[]> => readAmendments(options, refuse);
  if (isDryRun) return { log: undefined, amendments: await read() };
  return RescrubLog.open({ ...options, facts: { ...facts, reason } }, read);
}

/** To go on over a broken row would hide that it is broken. */
function refuse(key: string, cause: unknown): never {
  const code = isScrubjayError(cause) ? cause.code : 'SJ_STATE_DAMAGED';
  throw new ScrubjayError(code, `The amendment ${key} is not as it was written.`, {
    fix: 'Run `scrubjay verify`; restore the version of this object that was signed.',
    cause,
  });
}
