import { join } from 'node:path';
import t from 'tap';
import { warnOfCoreDumps } from '../src/core-dumps.js';

const limits = (core: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax stack size            8388608              unlimited            bytes\nMax core file size        ${core}            unlimited            bytes\n`;

t.test('warns where a crash would leave memory on a disk, and only there', async (t) => {
  const folder = t.testdir({
    open: limits('unlimited'),
    some: limits('1024'),
    closed: limits('0'),
    other: 'x',
  });
  const warned: unknown[] = [];
  const log = { warn: (event: string, fields?: object) => void warned.push([event, fields]) };
  for (const name of ['closed', 'other', 'none']) await warnOfCoreDumps(log, join(folder, name));
  t.strictSame(warned, []);
  await warnOfCoreDumps(log, join(folder, 'open'));
  await warnOfCoreDumps(log, join(folder, 'some'));
  t.match(warned, [
    ['core dumps are allowed', { limit: 'unlimited' }],
    ['core dumps are allowed', { limit: '1024' }],
  ]);
});
