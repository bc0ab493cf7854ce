import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import t from 'tap';
import { createKmsSigner } from '../../src/signing/kms-signer.js';
import type { Signer } from '../../src/signing/types.js';

const keyId = 'alias/signing';
const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PublicKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** A signer whose requests get `answers`, one after another, without leaving the process. */
function answeredBy(...answers: object[]): Signer {
  const requestHandler = {
    async handle() {
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      const body = Readable.from([JSON.stringify(answers.shift() ?? {})]);
      return { response: { statusCode: 200, headers, body } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createKmsSigner({
    client: { region: 'us-east-1', credentials, requestHandler: requestHandler as never },
    keyId,
  });
}

t.test('a key of another kind is refused, and so is whatever is no signature of it', async (t) => {
  const refused = { code: 'SJ_VAULT_KEY_DENIED', message: /alias\/signing/, fix: /ECC_NIST_P256/ };
  const known = { PublicKey, SigningAlgorithms: ['ECDSA_SHA_256'] };
  const answers: object[][] = [
    [{}],
    [{ PublicKey }],
    [{ PublicKey, SigningAlgorithms: ['RSASSA_PSS_SHA_256'] }],
    [known, {}],
    [known, { KeyId: keyId, Signature: Buffer.from('no signature').toString('base64') }],
  ];
  for (const some of answers) {
    const signer = answeredBy(...some);
    await t.rejects(signer.check(), refused, JSON.stringify(some).slice(0, 60));
    signer.close();
  }
});

t.test('a signer can be made and closed without a word to KMS', async (t) => {
  t.doesNotThrow(() => createKmsSigner({ keyId }).close());
});
