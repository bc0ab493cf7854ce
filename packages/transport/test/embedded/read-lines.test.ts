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

t.test('leaves CRs where they are if asked to', async (t) => {
  const lines: string[] = [];
  const input = Readable.from([Buffer.from('a\r\n\r\nb\nc\r')]);
  for await (const { bytes } of readLines(input, { maxLineBytes: 4, keepsReturn: true }))
    lines.push(bytes.toString());
  t.same(lines, ['a\r', '\r', 'b', 'c\r']);
});

t.test('calls the stream by its name', async (t) => {
  const input = Readable.from([Buffer.from('1f8b0000', 'hex')]);
  const lines = readLines(input, { maxLineBytes: 4, name: 'app.log.gz' });
  await t.rejects(lines.next(), { code: 'SJ_FILE_UNREADABLE', message: /^app\.log\.gz / });
});
