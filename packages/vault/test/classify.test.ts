import t from 'tap';
import { isUnopenable, outcomeOf, toKmsError } from '../src/classify.js';

function named(name: string): Error {
  return Object.assign(new Error('arn:aws:kms:us-east-1:111122223333:key/secret-in-a-message'), { name });
}

const cases = [
  ['AccessDeniedException', 'denied', 'SJ_VAULT_KEY_DENIED', false],
  ['DisabledException', 'denied', 'SJ_VAULT_KEY_DENIED', false],
  ['NotFoundException', 'denied', 'SJ_VAULT_KEY_DENIED', false],
  ['InvalidKeyUsageException', 'denied', 'SJ_VAULT_KEY_DENIED', false],
  ['KMSInvalidStateException', 'denied', 'SJ_VAULT_KEY_DENIED', false],
  ['ThrottlingException', 'throttled', 'SJ_VAULT_UNAVAILABLE', true],
  ['LimitExceededException', 'throttled', 'SJ_VAULT_UNAVAILABLE', true],
  ['KMSInternalException', 'error', 'SJ_VAULT_UNAVAILABLE', true],
  ['TimeoutError', 'error', 'SJ_VAULT_UNAVAILABLE', true],
  ['UnrecognizedClientException', 'denied', 'SJ_VAULT_UNAVAILABLE', false],
  ['CredentialsProviderError', 'denied', 'SJ_VAULT_UNAVAILABLE', false],
] as const;

t.test('errors of KMS are told apart by name', async (t) => {
  for (const [name, outcome, code, retryable] of cases) {
    const error = toKmsError(named(name), 'raw', 'alias/raw');
    t.equal(outcomeOf(named(name)), outcome, name);
    t.match(error, { code, retryable, message: 'the raw key alias/raw' }, name);
    t.notMatch(error.toLine(), /secret-in-a-message/);
  }
});

t.test('an altered data key is not an error of the key service', async (t) => {
  t.ok(isUnopenable(named('InvalidCiphertextException')));
  t.notOk(isUnopenable(named('AccessDeniedException')));
});

t.test('anything may be thrown', async (t) => {
  t.equal(outcomeOf('text'), 'error');
  t.match(toKmsError(undefined, 'raw', 'k'), { code: 'SJ_VAULT_UNAVAILABLE' });
});
