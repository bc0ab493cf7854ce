/**
 * `node tools/dev/check-corpora.mjs FOLDER`: runs the embedded pipeline over every file below a folder of logs, a record
 * a line, and checks that lines in = records out + empty + discarded + quarantined. Lines are counted here and records
 * read back from the objects, so neither relies on the pipeline's own counters. Needs a build. Exit code 1 where it does
 * not hold. (An OTLP line holds many records: not for these.)
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createStore, createVault } from '../../packages/boot/dist/index.js';
import {
  describeRun,
  findObjects,
  readConfig,
  readRecords,
  runEmbedded,
} from '../../packages/cli/dist/index.js';
import { readLines } from '../../packages/transport/dist/index.js';
import { createObjectSealer } from '../../services/sink/dist/index.js';

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function countLines(file) {
  let lines = 0;
  for await (const { piece = 0 } of readLines(createReadStream(file), { maxLineBytes: 67_108_864 }))
    if (piece === 0) lines += 1;
  return lines;
}

async function countRecords(config) {
  const store = createStore(config.store);
  const vault = await createVault(config.keys, ['scrubbed'], { create: false });
  const sealer = createObjectSealer(vault, config.environment);
  const range = { from: 0, to: Number.MAX_SAFE_INTEGER };
  let records = 0;
  for (const key of await findObjects(store, range))
    for await (const { line } of readRecords(store, sealer, key, { range }))
      records += line.length > 0 ? 1 : 0;
  vault.close();
  return records;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name a folder of logs: node tools/dev/check-corpora.mjs FOLDER');
  process.exit(2);
}
const files = await filesBelow(resolve(folder));
const dir = await mkdtemp(join(tmpdir(), 'scrubjay-corpora-'));
try {
  const file = join(dir, 'scrubjay.yaml');
  // JSON is YAML.
  await writeFile(
    file,
    JSON.stringify({
      transport: 'memory',
      stateDir: join(dir, 'state'),
      keys: { provider: 'local', dir: join(dir, 'keys') },
      store: { kind: 'folder', path: join(dir, 'objects') },
      telemetry: { enabled: false, logLevel: 'warn' },
      ingest: { source: { kind: 'files', paths: files } },
    }),
  );
  const config = await readConfig(file);
  const summary = await runEmbedded(config);
  console.log(describeRun(summary));
  let lines = 0;
  for (const path of files) lines += await countLines(path);
  const records = await countRecords(config);
  const quarantined = summary.quarantined.reduce((sum, { count }) => sum + count, 0);
  const { empty, discarded } = summary;
  const holds = lines === records + empty + discarded + quarantined;
  console.log(
    `${files.length} files: ${lines} lines ${holds ? '=' : '≠'} ${records} records + ${empty} empty + ` +
      `${discarded} discarded + ${quarantined} quarantined`,
  );
  process.exitCode = holds ? 0 : 1;
} finally {
  await rm(dir, { recursive: true, force: true });
}
