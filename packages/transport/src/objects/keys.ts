import { ScrubjayError } from '@scrubjay/errors';

/** Ends the names of files that are being written. */
export const temporarySuffix = '.scrubjay-tmp';

const visible = /^[!-~]{1,1024}$/;

/** A part that a file system or an HTTP client could take for something else, or that hides a file of ours. */
function isUnsafe(part: string): boolean {
  return (
    part === '' || part === '.' || part === '..' || part.includes('\\') || part.endsWith(temporarySuffix)
  );
}

/**
 * Throws SJ_INTERNAL unless the key is a relative path of visible ASCII, up to 1,024 bytes, without empty parts, `.`,
 * `..` and backslashes: the same everywhere, so that what works in a folder works on S3.
 */
export function checkKey(key: string): void {
  if (visible.test(key) && !key.split('/').some(isUnsafe)) return;
  throw new ScrubjayError('SJ_INTERNAL', 'An object key is no relative path of visible ASCII.');
}
