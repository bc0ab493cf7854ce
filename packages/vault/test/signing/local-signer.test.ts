import t from 'tap';
import { createLocalSigner } from '../../src/signing/local-signer.js';
import { publicKeyFingerprint, verifySignature } from '../../src/signing/public-key.js';

t.test('signs with a key of its own file, the same at every start', async (t) => {
  const dir = t.testdir();
  const signer = await createLocalSigner({ dir });
  await signer.check();
  const { keyId, bytes } = await signer.sign(Buffer.from('a'));
  const again = await createLocalSigner({ dir, create: false });
  const publicKey = await again.publicKey();
  t.ok(verifySignature(publicKey, Buffer.from('a'), bytes));
  t.notOk(verifySignature(publicKey, Buffer.from('b'), bytes));
  t.equal(keyId, publicKeyFingerprint(publicKey));
  signer.close();
  again.close();
});

t.test('a verifier makes no key', async (t) => {
  await t.rejects(createLocalSigner({ dir: t.testdir(), create: false }), { code: 'SJ_VAULT_KEY_FILE' });
});
