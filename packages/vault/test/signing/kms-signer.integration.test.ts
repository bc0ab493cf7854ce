import { createKmsKeys, createSigningKey, testAwsAccess, useAws } from '@scrubjay/testkit';
import t from 'tap';
import { openEnvelope, signEnvelope } from '../../src/signing/dsse.js';
import { createKmsSigner } from '../../src/signing/kms-signer.js';

t.test('KMS signs and never gives its key away; whoever has the public half verifies', async (t) => {
  const aws = await useAws(t);
  if (aws === undefined) return;
  const requests: string[] = [];
  const signer = createKmsSigner({
    client: { endpoint: aws.endpoint, ...testAwsAccess },
    keyId: await createSigningKey(aws.endpoint),
    onRequest: (op, outcome) => requests.push(`${op} ${outcome}`),
  });
  t.teardown(() => signer.close());
  await signer.check();
  const envelope = await signEnvelope(signer, 'text/a', Buffer.from('x'.repeat(4_000)));
  t.equal(openEnvelope(await signer.publicKey(), 'text/a', envelope).length, 4_000);
  await t.rejects(signer.sign(Buffer.alloc(4_097)), { code: 'SJ_INTERNAL', message: /4097 bytes/ });
  t.strictSame(requests, ['GetPublicKey ok', 'Sign ok', 'Sign ok']);
});

t.test('a key that does not sign, or that is not there, is refused by name', async (t) => {
  const aws = await useAws(t);
  if (aws === undefined) return;
  const client = { endpoint: aws.endpoint, ...testAwsAccess };
  const { raw = '' } = await createKmsKeys(aws.endpoint, ['raw']);
  const none = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';
  for (const keyId of [raw, none]) {
    const signer = createKmsSigner({ client, keyId });
    t.teardown(() => signer.close());
    const refused = { code: 'SJ_VAULT_KEY_DENIED', message: new RegExp(keyId) };
    await t.rejects(signer.check(), refused);
    await t.rejects(signer.sign(Buffer.from('a')), refused);
  }
});
