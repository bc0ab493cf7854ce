import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { cutProfile } from '../../src/flame/cut-profile.js';
import { fold, type Flame } from '../../src/flame/fold.js';
import { partOf, partsByPath } from '../../src/flame/parts.js';
import { sharesOf } from '../../src/flame/shares.js';
import { formatShares } from '../../src/flame/table.js';
import { engine, handMade, profileOf } from './support.js';

type Row = readonly [
  depth: number,
  name: string,
  file: string,
  part: string,
  totalMs: number,
  selfMs: number,
];

function rowsOf({ children }: Flame, depth = 0): Row[] {
  return children.flatMap((child) => {
    const { name, file, part, totalMs, selfMs } = child;
    const row: Row = [depth, name, file, part, Math.round(totalMs), Math.round(selfMs)];
    return [row, ...rowsOf(child, depth + 1)];
  });
}

t.test('joins stacks from redactFrame on, the longest first, with native code told apart', async (t) => {
  const root = fold([handMade]);
  t.equal(Math.round(root.totalMs), 1000, 'without what ran before, but with the garbage collector');
  t.same(rowsOf(root), [
    [0, 'redactFrame', 'apply/redact.ts', 'settle and edits', 900, 30],
    [1, 'findNext', 'scan/scan-record.ts', 'confirm', 478, 80],
    [2, 'RE2', 'scan/scan-record.ts', 'RE2', 200, 200],
    [2, 'node: indexOf', 'scan/scan-record.ts', 'confirm', 198, 198],
    [1, 'scan', 'kernel/wasm-kernel.ts', 'prefilter kernel', 330, 30],
    [2, 'WebAssembly: scan', 'kernel/wasm-kernel.ts', 'prefilter kernel', 300, 300],
    [1, 'read', 'kernel/json-kernel.ts', 'tokens', 60, 0],
    [2, 'WebAssembly: JSON tokens', 'kernel/json-kernel.ts', 'tokens', 60, 60],
    [1, '', 'apply/edits.ts', 'settle and edits', 2, 2],
    [0, 'GC', '', 'garbage collection', 100, 100],
  ]);
});

t.test('joins profiles, and tells their own times by part with the spread', async (t) => {
  const scan = { frame: ['scan', engine('kernel/wasm-kernel')] as const, self: 100 };
  const other = profileOf({
    frame: ['(root)', ''],
    calls: [{ frame: ['redactFrame', engine('apply/redact')], self: 300, calls: [scan] }],
  });
  const shares = sharesOf(fold([handMade, other]), [fold([handMade]), fold([other])]);
  const share = (part: string) => shares.find((one) => one.part === part);
  t.match(share('prefilter kernel'), { median: 29, min: 25, max: 33 });
  t.match(share('settle and edits'), { min: 3.2, max: 75 });
  t.same(share('joins')?.files, []);
  t.same(
    share('settle and edits')?.files.map(({ file, percent }) => [file, percent.toFixed(1)]),
    [
      ['apply/redact.ts', '23.6'],
      ['apply/edits.ts', '0.1'],
    ],
  );
  const table = formatShares(shares, 30);
  t.match(table, '| prefilter kernel | 29.0 | 25.0 – 33.0 | 8.70 | kernel/wasm-kernel.ts 30.7 |');
  t.notMatch(table, 'apply/edits.ts', 'too little to name');
});

t.test('every part is one of files that there are', async (t) => {
  const source = fileURLToPath(new URL('../../../packages/engine/src', import.meta.url));
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'));
  for (const path of Object.keys(partsByPath)) {
    t.ok(
      files.some((file) => file.startsWith(path)),
      path,
    );
  }
  t.equal(partOf('kernel/json-kernel.ts'), 'tokens', 'the longest path decides');
  t.equal(partOf('index.ts'), 'rest');
});

t.test('a profile is cut by the time of its samples', async (t) => {
  const whole = {
    nodes: [],
    samples: [1, 2, 3, 4],
    timeDeltas: [10, 10, 10, 10],
    startTime: 100,
    endTime: 150,
  };
  t.same(cutProfile(whole, 20, 40), {
    ...{ nodes: [], samples: [2, 3], timeDeltas: [10, 10] },
    ...{ startTime: 120, endTime: 140 },
  });
});
