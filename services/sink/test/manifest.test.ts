import t from 'tap';
import { decodeManifest, encodeManifest, type Manifest } from '../src/manifest.js';

const digest = 'ab'.repeat(32);
const manifest: Manifest = {
  ...{ environment: 'test', stream: 's', partition: 0, first: '5', next: '9', reason: 'flush' },
  ...{ writtenAt: '2026-01-01T00:00:00.000Z', sources: [], rulesets: [], withheld: 0 },
  ...{ sealedUnder: 'key', previous: { key: 'manifests/x', sha256: digest } },
  objects: [{ key: 'logs/a', bytes: 1, plainBytes: 2, records: 3, sha256: digest }],
};

t.test('a manifest is an in-toto statement about its objects', async (t) => {
  const bytes = encodeManifest(manifest);
  t.match(JSON.parse(bytes.toString()), {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'logs/a', digest: { sha256: digest } }],
  });
  t.strictSame(decodeManifest(bytes, 'manifests/y'), manifest);
});

t.test('what is no manifest is refused by its key', async (t) => {
  const statement = JSON.parse(encodeManifest(manifest).toString()) as Record<string, unknown>;
  const other = [{ name: 'logs/b', digest: { sha256: digest } }];
  const strange = [
    'no json',
    'null',
    JSON.stringify({ ...statement, subject: [] }),
    JSON.stringify({ ...statement, subject: other }),
    JSON.stringify({ ...statement, subject: [...(statement['subject'] as object[]), ...other] }),
    JSON.stringify({ ...statement, predicateType: 'x' }),
  ];
  for (const text of strange) {
    t.throws(() => decodeManifest(Buffer.from(text), 'manifests/y'), {
      ...{ code: 'SJ_STATE_DAMAGED', message: /manifests\/y/ },
    });
  }
});
