import fc from 'fast-check';
import t from 'tap';
import { LineSplitter } from '../../src/embedded/line-splitter.js';

const maxRecordBytes = 5;
const maxPieceBytes = 9;

/** Bytes in which line ends are frequent. */
const bytes = fc
  .array(fc.oneof(fc.constantFrom(10, 13), fc.nat(255)), { maxLength: 80 })
  .map((values) => Buffer.from(values));

/** The plain way: everything in memory, cut at each LF, one CR before it taken off. */
function naiveLines(all: Buffer): string[] {
  const lines = all.toString('latin1').split('\n');
  const last = lines.pop() ?? '';
  const ended = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return last === '' ? ended : [...ended, last];
}

function cut(all: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (const size of sizes) {
    chunks.push(all.subarray(from, from + size));
    from += size;
  }
  return [...chunks, all.subarray(from)];
}

t.test('however it is chunked, the lines are those of a naive split', (t) => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(7)), (all, sizes) => {
      const splitter = new LineSplitter({ maxRecordBytes, maxPieceBytes });
      const lines = [...cut(all, sizes).flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
      const whole: string[] = [];
      for (const { bytes: part, piece, isOversized, position } of lines) {
        const text = part.toString('latin1');
        if (!all.subarray(position, position + part.length).equals(part)) throw new Error('position');
        if (isOversized !== (piece !== undefined || part.length > maxRecordBytes))
          throw new Error('oversized');
        if (part.length > maxPieceBytes + 1) throw new Error('larger than a piece');
        if (piece === undefined || piece === 0) whole.push(text);
        else whole.push(`${whole.pop() ?? ''}${text}`);
      }
      const naive = naiveLines(all);
      if (JSON.stringify(whole) !== JSON.stringify(naive)) throw new Error(JSON.stringify(whole));
      if (splitter.resumePosition !== all.length) throw new Error('resume position');
    }),
    { numRuns: 2000 },
  );
  t.pass('2000 runs');
  t.end();
});

t.test('reading on from any resume position gives the same lines as reading through', (t) => {
  fc.assert(
    fc.property(bytes, fc.nat(80), (all, at) => {
      const through = new LineSplitter({ maxRecordBytes, maxPieceBytes });
      const before = through.push(all.subarray(0, at));
      const position = through.resumePosition;
      const after = [...through.push(all.subarray(at)), ...through.end()];
      const anew = new LineSplitter({ maxRecordBytes, maxPieceBytes, position });
      const again = [...anew.push(all.subarray(position)), ...anew.end()];
      const expected = [...before.filter((line) => line.position >= position), ...after];
      if (JSON.stringify(again) !== JSON.stringify(expected)) throw new Error('differs');
    }),
  );
  t.pass('100 runs');
  t.end();
});
