import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { buildDataset, writeDataset } from '../src/dataset.js';

const committed = fileURLToPath(new URL('../data', import.meta.url));
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function read(directory: string): Map<string, string> {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

void t.test('regenerating gives the committed files byte for byte', (t) => {
  const files = buildDataset();
  for (const [name, content] of read(committed)) t.ok(files.get(name) === content, name);
  t.equal(files.size, readdirSync(committed).length);
  t.end();
});

void t.test('ships at least 5,000 lines in at most 2 MB, and the truth of each', (t) => {
  const logs = [...buildDataset()].filter(([name]) => name !== 'truth.ndjson').map(([, content]) => content);
  const lines = logs.join('').split('\n').length - 1;
  t.ok(lines >= 5_000);
  t.ok(Buffer.byteLength(logs.join('')) <= 2_000_000);
  t.equal((buildDataset().get('truth.ndjson') ?? '').split('\n').length - 1, lines);
  t.end();
});

void t.test('the command writes into the folder that it is given and says what', (t) => {
  const directory = join(t.testdir(), 'out');
  const run = spawnSync(process.execPath, ['--import=@scrubjay/ts-register', main, directory], {
    encoding: 'utf8',
  });
  t.equal(run.status, 0);
  t.match(run.stdout, /^app\.ndjson: \d+ lines, \d+ bytes$/m);
  t.same(read(directory), buildDataset());
  t.end();
});

void t.test('an existing folder is written over', (t) => {
  const directory = t.testdir({ 'app.ndjson': 'old' });
  t.equal(writeDataset(directory).length, 7);
  t.same(read(directory), buildDataset());
  t.end();
});
