import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { readLines } from '../../src/embedded/read-lines.js';

t.test('gives the lines of plain and gzip streams; longer ones in marked pieces', async (t) => {
  for (const bytes of [Buffer.from('a\r\n0123456789\nb'), gzipSync('a\r\n0123456789\nb')]) {
    const lines: [string, boolean][] = [];
    for await (const { bytes: line, isOversized } of readLines(Readable.from([bytes]), { maxLineBytes: 4 })) {
      lines.push([line.toString(), isOversized]);
    }
    t.same(lines, [
      ['a', false],
      ['0123', true],
      ['4567', true],
      ['89', true],
      ['b', false],
    ]);
  }
});
