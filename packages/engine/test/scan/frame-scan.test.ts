import t from 'tap';
import { programOf } from '../../src/compile/ruleset.js';
import { FastFrameScanner, PlainFrameScanner } from '../../src/scan/frame-scan.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits, type EngineFormat, type Limits } from '../../src/types.js';
import { framed } from '../kernel/support.js';
import { fakeRuleset } from '../support.js';

const program = programOf(
  fakeRuleset([
    { id: 'token', pattern: 'token-[0-9]+' },
    { id: 'named', keys: ['mail'] },
  ]),
);

/** For each record up to which one all is quiet from it on, records that must be scanned being asked for in order. */
function quiet(
  records: readonly (string | Buffer)[],
  format: EngineFormat,
  limits: Limits = defaultLimits,
): number[] {
  const { bytes, ends } = framed(records);
  const lengths = ends.map((end, at) => end - (ends[at - 1] ?? 0));
  const scanner = new FastFrameScanner(program, { bytes, lengths, format }, ends);
  const scan = new RecordScan(limits);
  return records.map((_, index) => scanner.quietUntil(index, records.length, scan));
}

t.test('records are quiet in which nothing was met and nothing is encoded', async (t) => {
  const records = ['plain', 'token-1', 'x', '', 'mail=x', 'y', 'x%41', 'z'];
  t.strictSame(quiet(records, 'text'), [1, 1, 4, 4, 4, 6, 6, 8]);
});

t.test(
  'JSON is quiet only if it is well-formed, no deeper than it may be, and nothing in it looks encoded',
  async (t) => {
    const records = ['{"a":1}', '\ufeff[2]', '', '{"a":', '[1]', '[[3]]', '"token-1"', '{"a":"b"}'];
    t.strictSame(quiet(records, 'json'), [1, 1, 3, 3, 6, 6, 6, 8]);
    t.strictSame(quiet(records, 'json', { ...defaultLimits, maxDepth: 1 }), [1, 1, 3, 3, 5, 5, 6, 8]);
  },
);

t.test('no record of a frame is quiet that holds one too long or not clean', async (t) => {
  const all = [0, 1, 2];
  t.strictSame(quiet(['a', 'bbbb', 'c'], 'text', { ...defaultLimits, maxRecordBytes: 3 }), all);
  t.strictSame(quiet(['a', 'bbbb', 'c'], 'text', { ...defaultLimits, maxRecordBytes: 4 }), [3, 3, 3]);
  t.strictSame(quiet(['a', Buffer.of(0xff), 'c'], 'text'), all);
  t.strictSame(quiet(['a', 'b\0', 'c'], 'text'), all);
});

t.test('looks no further than it is told, and the reference takes no record for quiet', async (t) => {
  const { bytes, ends } = framed(['a', 'b', 'c', 'd']);
  const scanner = new FastFrameScanner(
    program,
    { bytes, lengths: Uint32Array.of(2, 2, 2, 2), format: 'text' },
    ends,
  );
  t.equal(scanner.quietUntil(0, 2, new RecordScan(defaultLimits)), 2);
  t.equal(scanner.quietUntil(2, 4, new RecordScan(defaultLimits)), 4);
  t.equal(new PlainFrameScanner(program).quietUntil(3), 3);
});
