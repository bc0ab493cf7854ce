import { Buffer } from 'node:buffer';
import RE2 from 're2';
import t from 'tap';
import { PatternSearch } from '../../src/confirm/pattern-search.js';
import { RecordFilter } from '../../src/prefilter/record-filter.js';
import { createKernel } from '../../src/kernel/index.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { scanFiltered } from '../../src/scan/scan-record.js';
import { defaultLimits } from '../../src/types.js';
import { shippedProgram } from '../prefilter/support.js';

const program = shippedProgram();
const filter = new RecordFilter(program, createKernel());

/** What a log says: values under names, addresses, numbers, something written with escapes, letters beyond ASCII. */
const line = (at: number): string =>
  [
    `10.0.0.7 - bob${String(at)} [02/Jan/2026:10:00:00 +0000] "GET /a?token=abcDEF${String(at)}&amp;x=1"`,
    'password \t= "Zürich-77x", born on 02.03.1971, mac 0a:1b:2c:3d:4e:5f, iban: DE89370400440532013000',
    'Dear Mr Müller, write to bob@example.org; api_key : k3yK3yk3y99 %41bc, version 1.2.3-rc, took 15 ms',
  ].join('; ');

/** Bytes at which matches were looked for, and those that were handed to RE2 to be searched. */
interface Work {
  begins: number;
  asked: number;
  findings: number;
}

/** The work of scanning a text record of so many lines. */
function workOf(count: number): Work {
  const record = Buffer.from(Array.from({ length: count }, (_, at) => line(at)).join('; '));
  const work: Work = { begins: 0, asked: 0, findings: 0 };
  // Called on what they are taken from alone.
  /* eslint-disable @typescript-eslint/unbound-method */
  const { find } = PatternSearch.prototype;
  const { search, test, exec } = RE2.prototype;
  /* eslint-enable @typescript-eslint/unbound-method */
  PatternSearch.prototype.find = function (bytes, start, end, from, to) {
    work.begins += Math.min(to, end - 1) - from + 1;
    return find.call(this, bytes, start, end, from, to);
  };
  const note = (regex: RE2, text: string | Buffer): void => {
    if (!regex.sticky) work.asked += text.length - regex.lastIndex;
  };
  Object.assign(RE2.prototype, {
    search(this: RE2, text: Buffer) {
      note(this, text);
      return search.call(this, text as never);
    },
    test(this: RE2, text: Buffer) {
      note(this, text);
      return test.call(this, text as never);
    },
    exec(this: RE2, text: Buffer) {
      note(this, text);
      return exec.call(this, text as never);
    },
  });
  try {
    const scan = new RecordScan({ ...defaultLimits, maxRecordBytes: record.length });
    scan.open(record, 0, record.length, 'text');
    filter.chooseIn(record, 0, record.length);
    t.equal(scanFiltered(program, scan, filter), undefined);
    work.findings = scan.findings.count;
  } finally {
    PatternSearch.prototype.find = find;
    Object.assign(RE2.prototype, { search, test, exec });
  }
  return work;
}

t.test('what a finding costs does not grow with the record around it', async (t) => {
  workOf(4);
  const few = workOf(20);
  const many = workOf(200);
  t.ok(
    many.findings > few.findings * 9,
    `${String(many.findings)} findings, ${String(few.findings)} in a tenth`,
  );
  for (const kind of ['begins', 'asked'] as const) {
    const [less, more] = [few[kind] / few.findings, many[kind] / many.findings];
    t.ok(
      more < less * 1.3,
      `${kind} a finding: ${more.toFixed(0)}, ${less.toFixed(0)} in a tenth of the text`,
    );
  }
});
