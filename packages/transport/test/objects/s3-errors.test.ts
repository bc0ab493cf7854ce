import { ScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { toStoreError } from '../../src/objects/s3-errors.js';

function aws(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error('quotes what was sent'), {
    name,
    $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
  });
}

t.test('what may pass is tried again, what lasts is not, and nothing foreign is quoted', (t) => {
  const cases: [Error, string, boolean][] = [
    [aws('PreconditionFailed', 412), 'SJ_STORE_CONFLICT', true],
    [aws('ConditionalRequestConflict', 409), 'SJ_STORE_CONFLICT', true],
    [aws('AccessDenied', 403), 'SJ_STORE_DENIED', false],
    [aws('NoSuchBucket', 404), 'SJ_STORE_DENIED', false],
    [aws('PermanentRedirect', 301), 'SJ_STORE_DENIED', false],
    [aws('KMS.DisabledException', 400), 'SJ_STORE_DENIED', false],
    [aws('CredentialsProviderError'), 'SJ_STORE_DENIED', false],
    [aws('SlowDown', 503), 'SJ_STORE_UNREACHABLE', true],
    [aws('RequestTimeout', 400), 'SJ_STORE_UNREACHABLE', true],
    [aws('KMS.ThrottlingException', 400), 'SJ_STORE_UNREACHABLE', true],
    [aws('TooManyRequests', 429), 'SJ_STORE_UNREACHABLE', true],
    [aws('Timeout', 408), 'SJ_STORE_UNREACHABLE', true],
    [aws('InternalError', 500), 'SJ_STORE_UNREACHABLE', true],
    [aws('TimeoutError'), 'SJ_STORE_UNREACHABLE', true],
  ];
  for (const [error, code, retryable] of cases) {
    const found = toStoreError(error, 's3://logs/', 'a/b');
    t.match(found, { code, retryable, cause: error }, error.name);
    t.match(found.message, /s3:\/\/logs\//);
    t.notMatch(found.message, /quotes/);
  }
  t.equal(toStoreError(undefined, 's3://logs/', 'a').code, 'SJ_STORE_UNREACHABLE');
  t.equal(toStoreError({ name: 7 }, 's3://logs/', 'a').code, 'SJ_STORE_UNREACHABLE');
  const own = new ScrubjayError('SJ_INTERNAL', 'ours.');
  t.equal(toStoreError(own, 's3://logs/', 'a'), own);
  t.end();
});
