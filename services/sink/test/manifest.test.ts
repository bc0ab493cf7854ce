import { createLocalSigner, openEnvelope, signEnvelope } from '@scrubjay/vault';
import t from 'tap';
import { attestManifest, openManifestFile } from '../src/attestation.js';
import { sealedUnder } from '../src/manifest-writer.js';
import { decodeManifest, encodeManifest, type Manifest } from '../src/manifest.js';

const digest = 'ab'.repeat(32);
const manifest: Manifest = {
  ...{ version: 1, environment: 'test', stream: 's', partition: 0, first: '5', next: '9', reason: 'flush' },
  ...{ writtenAt: '2026-01-01T00:00:00.000Z', sources: [], rulesets: [], withheld: 0 },
  ...{ sealedUnder: 'key', previous: { key: 'manifests/x', sha256: digest } },
  objects: [{ key: 'logs/a', bytes: 1, plainBytes: 2, records: 3, sha256: digest, held: false }],
};
const signer = await createLocalSigner({ dir: t.testdir({ keys: {} }) + '/keys' });
const publicKey = await signer.publicKey();
const unsigned = { code: 'SJ_SIGNATURE_INVALID' };

t.test('a manifest comes back as it was attested, at its place only', async (t) => {
  const { bytes, sha256 } = await attestManifest(signer, 'manifests/y', manifest);
  t.strictSame(openManifestFile(publicKey, 'manifests/y', bytes), { manifest, sha256 });
  t.throws(() => openManifestFile(publicKey, 'manifests/z', bytes), unsigned);
});

t.test(
  'the attestation is an in-toto statement about the manifest, in an envelope for any tool',
  async (t) => {
    const { bytes, sha256 } = await attestManifest(signer, 'manifests/y', manifest);
    const { attestation } = JSON.parse(bytes.toString()) as { attestation: unknown };
    const envelope = Buffer.from(JSON.stringify(attestation));
    const statement = openEnvelope(publicKey, 'application/vnd.in-toto+json', envelope);
    t.match(JSON.parse(statement.toString()), {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'manifests/y', digest: { sha256 } }],
    });
  },
);

t.test('another text under the same attestation, or another attestation, is refused', async (t) => {
  const { bytes } = await attestManifest(signer, 'manifests/y', manifest);
  const file = JSON.parse(bytes.toString()) as Record<string, unknown>;
  const altered = encodeManifest({ ...manifest, withheld: 1 }).toString();
  const other = await signEnvelope(signer, 'application/vnd.in-toto+json', Buffer.from('{"_type":"x"}'));
  const strange: unknown[] = [
    ...['no json', null, {}, { ...file, manifest: altered }, { ...file, attestation: null }],
    { ...file, attestation: JSON.parse(other.toString()) as unknown },
  ];
  for (const value of strange) {
    const text = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    t.throws(() => openManifestFile(publicKey, 'manifests/y', text), unsigned);
  }
});

t.test('the signed statement stays short, however many objects there are', async (t) => {
  const objects = Array.from({ length: 5_000 }, () => manifest.objects).flat();
  const lengths: number[] = [];
  const noting = {
    ...signer,
    sign: (message: Buffer) => (lengths.push(message.length), signer.sign(message)),
  };
  await attestManifest(noting, 'k'.repeat(1_024), { ...manifest, objects });
  t.ok(lengths.length === 1 && (lengths[0] ?? Infinity) < 4_096, lengths.join());
});

t.test('what is no manifest is refused by its key', async (t) => {
  for (const text of ['no json', 'null', JSON.stringify({ ...manifest, version: 2 })]) {
    t.throws(() => decodeManifest(Buffer.from(text), 'manifests/y'), {
      ...{ code: 'SJ_STATE_DAMAGED', message: /manifests\/y/ },
    });
  }
});

t.test('a manifest names the key of its objects as it is configured', async (t) => {
  const cache = { maxAgeSeconds: 1, maxMessages: 1, maxBytes: 1 };
  const kms = { provider: 'kms', region: 'eu-central-1', cache } as const;
  t.equal(sealedUnder({ ...kms, scrubbed: 'alias/scrubbed' }), 'alias/scrubbed');
  t.equal(sealedUnder({ provider: 'local', dir: 'keys', cache }), 'local');
});
