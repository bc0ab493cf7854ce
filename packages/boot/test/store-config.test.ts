import t from 'tap';
import { storeConfig } from '../src/config/store.js';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const base = { kind: 's3', bucket: 'scrubbed-logs', region: 'eu-central-1' };

function isAccepted(sseKmsKeyId: string): boolean {
  return storeConfig.safeParse({ ...base, sseKmsKeyId }).success;
}

t.test('the key of SSE-KMS is named so that it cannot change unnoticed', async (t) => {
  t.ok(isAccepted(id));
  t.ok(isAccepted(`mrk-${id.replaceAll('-', '')}`), 'a multi-region key');
  t.ok(isAccepted(`arn:aws:kms:eu-central-1:111122223333:key/${id}`));
  t.ok(isAccepted(`arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${id}`));
  t.notOk(isAccepted('alias/logs'), 'an alias');
  t.notOk(isAccepted('arn:aws:kms:eu-central-1:111122223333:alias/logs'));
  t.notOk(isAccepted(`${id} `));
});

t.test('an unprotected bucket is accepted only where that is said', async (t) => {
  t.match(storeConfig.parse(base), { allowUnprotected: false });
});
