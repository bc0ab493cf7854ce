import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { boxesOf, labelOf } from '../../src/flame/boxes.js';
import { fold } from '../../src/flame/fold.js';
import { flameSvg } from '../../src/flame/picture.js';
import { sharesOf } from '../../src/flame/shares.js';
import { handMade } from './support.js';

const run = promisify(execFile);
const graph = fold([handMade]);

t.test('lays callers below what they call, side by side, without the smallest', async (t) => {
  const boxes = boxesOf(graph, 0.3);
  t.same(
    boxes.map(({ name, from, to, depth }) => [depth, name, from.toFixed(1), to.toFixed(1)]),
    [
      [0, 'redactFrame', '0.0', '90.0'],
      [1, 'findNext', '0.0', '47.8'],
      [2, 'RE2', '0.0', '20.0'],
      [2, 'node: indexOf', '20.0', '39.8'],
      [1, 'scan', '47.8', '80.8'],
      [2, 'WebAssembly: scan', '47.8', '77.8'],
      [1, 'read', '80.8', '86.8'],
      [2, 'WebAssembly: JSON tokens', '80.8', '86.8'],
      [0, 'GC', '90.0', '100.0'],
    ],
  );
  t.equal(boxesOf(graph, 0.1).length, boxes.length + 1);
});

t.test('a label says as much as there is room for', async (t) => {
  const [box] = boxesOf(graph, 50);
  if (box === undefined) throw new Error('There is no box.');
  t.equal(labelOf(box, 80), 'redactFrame  apply/redact.ts  90.0 %');
  t.equal(labelOf(box, 35), 'redactFrame  90.0 %');
  t.equal(labelOf(box, 18), 'redactFrame');
  t.equal(labelOf(box, 8), 'redactF…');
  t.equal(labelOf(box, 4), '');
  t.equal(labelOf({ ...box, name: '' }, 20), 'apply/redact.ts');
});

t.test('draws a picture with a legend', async (t) => {
  const svg = flameSvg({
    ...{ title: 'Title', subtitle: 'Sub', boxes: boxesOf(graph, 0.3) },
    shares: sharesOf(graph, [graph]),
  });
  t.match(svg, /^<svg width="1200"/);
  for (const text of ['Title', 'Sub', 'RE2 20.0 %', 'garbage collection 10.0 %', 'apply/redact.ts', 'GC']) {
    t.ok(svg.includes(text), text);
  }
});

t.test('profiles the engine and writes picture and table', { timeout: 120_000 }, async (t) => {
  const dir = t.testdir({});
  const out = join(dir, 'new', 'flame.svg');
  const env = { ...process.env };
  delete env['SCRUBJAY_CORPORA'];
  const program = fileURLToPath(new URL('../../dist/flame.js', import.meta.url));
  const few = ['--policy', 'minimal', '--seconds', '0.5', '--rounds', '2', '--bytes', '100000'];
  await run(process.execPath, [program, ...few, '--out', out], { env });
  t.match(await readFile(out, 'utf8'), 'redactFrame');
  const table = await readFile(join(dir, 'new', 'flame.md'), 'utf8');
  t.match(table, 'generated logs');
  t.match(table, /\| prefilter kernel \| /);
});
