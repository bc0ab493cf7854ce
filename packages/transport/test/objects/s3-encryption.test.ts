import t from 'tap';
import { askForEncryption, proveEncryption } from '../../src/objects/s3-encryption.js';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const arn = `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
const other = 'arn:aws:kms:eu-central-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab';

function answered(kmsKeyId: string, method: string | undefined, used: string | undefined): () => void {
  return () =>
    proveEncryption({ kmsKeyId }, { ServerSideEncryption: method, SSEKMSKeyId: used }, 's3://logs/a');
}

t.test('the key that S3 names is the one that was asked for, by id or by ARN', async (t) => {
  t.doesNotThrow(answered(arn, 'aws:kms', arn));
  t.doesNotThrow(answered(id, 'aws:kms', arn));
  t.doesNotThrow(answered(id, 'aws:kms:dsse', arn));
});

t.test('another key, another method, or no word of either is refused', async (t) => {
  const refused = { code: 'SJ_STORE_KEY_MISMATCH', retryable: false };
  t.throws(answered(arn, 'aws:kms', other), { ...refused, message: /s3:\/\/logs\/a .*99999999.*1234abcd/ });
  t.throws(answered(id, 'aws:kms', other), refused);
  t.throws(answered(arn, 'AES256', undefined), { ...refused, message: /under no KMS key, and/ });
  t.throws(answered(arn, undefined, undefined), refused);
  t.throws(answered(arn, 'aws:kms', 'jane@kestrel.example'), {
    ...refused,
    message: /a KMS key that it does not name/,
  });
  t.throws(
    answered(arn.replace('111122223333', '999922223333'), 'aws:kms', arn),
    refused,
    'of another account',
  );
});

t.test('where no key is configured nothing is asked for, and nothing held to it', async (t) => {
  t.strictSame(askForEncryption(undefined), {});
  t.doesNotThrow(() => proveEncryption(undefined, {}, 's3://logs/a'));
});
