import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  MultiKeyringNode,
  NodeDefaultCryptographicMaterialsManager,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import t from 'tap';
import { openWhole, sealWhole } from '../src/whole-message.js';

const mebibyte = 1024 * 1024;
/** Around the length of a frame, where the SDK's own streams begin another one. */
const lengths = [0, 1, 4096, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte, 2 * mebibyte + 7];
const context = { environment: 'test', purpose: 'frame', é: '…' };
const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;
const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);

const keyring = new RawAesKeyringNode({
  keyName: 'raw',
  keyNamespace: 'test',
  unencryptedMasterKey: new Uint8Array(randomBytes(32)),
  wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
});
const materials = new NodeDefaultCryptographicMaterialsManager(keyring);

t.test('the Encryption SDK opens what is sealed here', async (t) => {
  for (const length of lengths) {
    const plain = randomBytes(length);
    const { plaintext, messageHeader } = await client.decrypt(
      keyring,
      await sealWhole(materials, plain, context),
    );
    t.ok(plaintext.equals(plain), `${String(length)} bytes`);
    t.match(messageHeader.encryptionContext, context);
    t.equal(messageHeader.suiteId, suiteId);
  }
});

t.test('what the Encryption SDK seals is opened here, whatever the length of its frames', async (t) => {
  for (const length of lengths) {
    for (const frameLength of [4096, mebibyte]) {
      const plain = randomBytes(Math.min(length, frameLength * 64));
      const { result } = await client.encrypt(keyring, plain, {
        suiteId,
        frameLength,
        encryptionContext: context,
      });
      const opened = await openWhole(materials, result);
      t.ok(opened.plain.equals(plain), `${String(plain.length)} bytes in frames of ${String(frameLength)}`);
      t.match(opened.context, context);
    }
  }
});

t.test('both make messages of the same length', async (t) => {
  for (const length of lengths) {
    const plain = randomBytes(length);
    const { result } = await client.encrypt(keyring, plain, {
      ...{ suiteId, frameLength: mebibyte, encryptionContext: context },
    });
    t.equal((await sealWhole(materials, plain, context)).length, result.length);
  }
});

t.test('a message that was changed anywhere is refused', async (t) => {
  const sealed = await sealWhole(materials, randomBytes(100), context);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await t.rejects(openWhole(materials, changed), `byte ${String(at)}`);
  }
});

t.test('a message that is cut short, or goes on behind its end, is refused', async (t) => {
  const sealed = await sealWhole(materials, randomBytes(2 * mebibyte), context);
  const cuts = fc.integer({ min: 0, max: sealed.length - 1 });
  await fc.assert(
    fc.asyncProperty(cuts, async (end) => {
      await t.rejects(openWhole(materials, sealed.subarray(0, end)));
    }),
    { numRuns: 50 },
  );
  await t.rejects(openWhole(materials, Buffer.concat([sealed, Buffer.alloc(1)])), /behind the last frame/);
});

t.test('frames in another order are refused', async (t) => {
  const sealed = await sealWhole(materials, randomBytes(2 * mebibyte), context);
  const frameBytes = mebibyte + 4 + 12 + 16;
  const finalBytes = 4 + 4 + 12 + 4 + 16;
  const first = sealed.length - finalBytes - 2 * frameBytes;
  const swapped = Buffer.concat([
    sealed.subarray(0, first),
    sealed.subarray(first + frameBytes, first + 2 * frameBytes),
    sealed.subarray(first, first + frameBytes),
    sealed.subarray(first + 2 * frameBytes),
  ]);
  t.equal(swapped.length, sealed.length);
  await t.rejects(openWhole(materials, swapped), /no such frame/);
});

t.test('other suites are refused before any key is asked for', async (t) => {
  const forbidden = {
    getEncryptionMaterials: () => Promise.reject(new Error('asked')),
    decryptMaterials: () => Promise.reject(new Error('asked')),
  };
  const older = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const suites = [
    [older, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA256],
    [client, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY_ECDSA_P384],
  ] as const;
  for (const [{ encrypt }, other] of suites) {
    const { result } = await encrypt(keyring, Buffer.from('x'), { suiteId: other });
    await t.rejects(openWhole(forbidden, result), /another suite/);
  }
});

t.test('several data keys are refused, sealing and opening', async (t) => {
  const two = new MultiKeyringNode({ generator: keyring, children: [keyring] });
  const both = new NodeDefaultCryptographicMaterialsManager(two);
  await t.rejects(sealWhole(both, Buffer.from('x'), context), /too many data keys/);
  const { result } = await client.encrypt(two, Buffer.from('x'), { suiteId });
  await t.rejects(openWhole(both, result), /maxEncryptedDataKeys exceeded/);
});

t.test('a layout without frames is refused', async (t) => {
  const sealed = await sealWhole(materials, Buffer.from('x'), {});
  // Version, suite, message id, then lengths of no pairs and of one data key: the layout stands behind the keys.
  const typeAt = sealed.lastIndexOf(Buffer.from([2, 0, 0x10, 0, 0]));
  t.ok(typeAt > 0);
  sealed[typeAt] = 1;
  await t.rejects(openWhole(materials, sealed));
});

t.test('the data key is wiped where sealing fails half-way', async (t) => {
  const made: { hasUnencryptedDataKey: boolean }[] = [];
  const watched = {
    getEncryptionMaterials: async (request: Parameters<typeof materials.getEncryptionMaterials>[0]) => {
      const material = await materials.getEncryptionMaterials(request);
      made.push(material);
      return material;
    },
  } as unknown as typeof materials;
  const noBytes = { length: 5, subarray: () => ({ length: 5 }) } as unknown as Buffer;
  await t.rejects(sealWhole(watched, noBytes, context), TypeError);
  t.strictSame(
    made.map(({ hasUnencryptedDataKey }) => hasUnencryptedDataKey),
    [false],
  );
});
