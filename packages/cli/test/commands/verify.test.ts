import { generateKeyPairSync } from 'node:crypto';
import { cp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createObjectSealer } from '@scrubjay/sink';
import { createFolderStore, type ObjectStore } from '@scrubjay/transport';
import { createLocalSigner, createLocalVault } from '@scrubjay/vault';
import t from 'tap';
import { describeVerification } from '../../src/verify/describe.js';
import { verifyStore, type Verification } from '../../src/verify/verify-store.js';
import { scrubjay, writeConfig } from '../support.js';

const records = Array.from({ length: 40 }, (_, n) => {
  const time = new Date(Date.UTC(2026, 0, 31, n % 4)).toISOString();
  return JSON.stringify({ time, n, msg: `signed in as user${String(n)}@example.com` });
});

/** Embedded runs, each over more of the same file, so that its partition has some flushes. */
const dir = t.testdir({ logs: {} });
const config = await writeConfig(dir);
for (const upTo of [10, 20, 40]) {
  await writeFile(join(dir, 'logs', 'app.log'), `${records.slice(0, upTo).join('\n')}\n`);
  const { code, stderr } = await scrubjay(['run', '--config', config]);
  t.equal(code, 0, stderr);
}

async function filesBelow(dir: string, part: string): Promise<string[]> {
  const entries = await readdir(join(dir, 'objects', part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Without a process of its own for each time. */
async function verifyStoreAt(store: ObjectStore, opens: boolean): Promise<Verification> {
  const keys = join(dir, 'keys');
  const vault = await createLocalVault({ dir: keys, purposes: ['scrubbed'], create: false });
  const signer = await createLocalSigner({ dir: keys, create: false });
  const sealer = createObjectSealer(vault, 'test');
  return verifyStore({ store, sealer, publicKey: await signer.publicKey(), opens });
}

const verifyHere = (opens = false): Promise<Verification> =>
  verifyStoreAt(createFolderStore({ path: join(dir, 'objects') }), opens);

async function verify(...args: string[]): Promise<{ code: number; result: Verification }> {
  const { code, stdout } = await scrubjay(['verify', '--config', config, '--format', 'json', ...args]);
  return { code: code ?? -1, result: JSON.parse(stdout) as Verification };
}

const kindsOf = ({ problems }: Verification): string[] => problems.map(({ kind }) => kind);

t.test('what was written is as the manifests say, and they say what was removed', async (t) => {
  const { code, result } = await verify('--open');
  t.equal(code, 0);
  t.match(result, { partitions: 1, manifests: 3, records: 40, withheld: 0, problems: [] });
  t.strictSame(result.findings, [{ detector: 'email', action: 'mask', count: 40 }]);
  t.equal(result.rulesets.length, 1);
  const text = await scrubjay(['verify', '--config', config]);
  t.match(text.stdout, /email +mask +40/);
  t.match(text.stderr, /nothing to object to/);

  await t.test('whoever has the public key only can verify too', async (t) => {
    const signer = await createLocalSigner({ dir: join(dir, 'keys'), create: false });
    const pem = join(dir, 'signing.pem');
    await writeFile(pem, (await signer.publicKey()).export({ type: 'spki', format: 'pem' }));
    const key = join(dir, 'keys', 'signing.key');
    await rename(key, `${key}.kept`);
    t.teardown(() => rename(`${key}.kept`, key));
    t.equal((await verify('--public-key', pem)).code, 0);
    t.match(await scrubjay(['verify', '--config', config]), { code: 2, stderr: /SJ_VAULT_KEY_FILE/ });
    const no = await scrubjay(['verify', '--config', config, '--public-key', config]);
    t.match(no, { code: 2, stderr: /SJ_USAGE.*no public key/s });
    const other = generateKeyPairSync('ed25519').publicKey;
    await writeFile(pem, other.export({ type: 'spki', format: 'pem' }));
    const { code, result } = await verify('--public-key', pem);
    t.equal(code, 1);
    t.ok(kindsOf(result).includes('manifest_unsigned'));
  });
});

type Tamper = (paths: { dir: string; objects: string[]; manifests: string[] }) => Promise<void>;
const at = (paths: readonly string[], index: number): string => paths.at(index) ?? '';

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

const tampers: Readonly<Record<string, readonly [Tamper, readonly string[]]>> = {
  'a byte of an object': [async ({ objects }) => flipByte(at(objects, 0)), ['object_altered']],
  'an object that is gone': [async ({ objects }) => rm(at(objects, 0)), ['object_missing']],
  'an object that nobody wrote': [
    async ({ objects }) => cp(at(objects, 0), at(objects, 0).replace('.late', '0.late')),
    ['object_unknown'],
  ],
  'an object in the place of another': [
    async ({ objects }) => cp(at(objects, 0), at(objects, 1)),
    ['object_altered'],
  ],
  'a byte of a manifest': [
    async ({ manifests }) => flipByte(at(manifests, 0)),
    ['manifest_altered', 'object_unknown'],
  ],
  'a manifest in the middle that is gone': [
    async ({ manifests }) => rm(at(manifests, 1)),
    ['chain_broken', 'object_unknown'],
  ],
  'all manifests gone': [
    async ({ dir }) => rm(join(dir, 'objects', 'manifests'), { recursive: true }),
    ['manifest_missing', 'object_unknown'],
  ],
  'the journal gone': [
    async ({ dir }) => rm(join(dir, 'objects', '_scrubjay', 'journal'), { recursive: true }),
    ['chain_broken'],
  ],
  'a manifest in the place of another': [
    async ({ manifests }) => cp(at(manifests, 0), at(manifests, 1)),
    ['manifest_unsigned', 'chain_broken', 'object_unknown'],
  ],
};

t.test('whatever is altered, removed or added shows by name', async (t) => {
  const objects = join(dir, 'objects');
  const kept = join(dir, 'kept');
  await cp(objects, kept, { recursive: true });
  for (const [name, [tamper, kinds]] of Object.entries(tampers)) {
    await rm(objects, { recursive: true });
    await cp(kept, objects, { recursive: true });
    const [logs, manifests] = [await filesBelow(dir, 'logs'), await filesBelow(dir, 'manifests')];
    await tamper({ dir, objects: logs, manifests });
    const found = kindsOf(await verifyHere());
    for (const kind of kinds) t.ok(found.includes(kind), `${name}: ${found.join()}`);
  }
  const text = await scrubjay(['verify', '--config', config]);
  t.equal(text.code, 1);
  t.match(text.stdout, /PROBLEM chain_broken: manifests\//);
  t.match(text.stderr, /problems in /);
});

t.test('a bucket in which nothing was ever written has nothing to object to', async (t) => {
  const empty = createFolderStore({ path: t.testdir() });
  const result = await verifyStoreAt(empty, true);
  t.match(result, { partitions: 0, manifests: 0, objects: 0, problems: [] });
  t.ok(describeVerification(result).includes('rulesets: none'));
});
