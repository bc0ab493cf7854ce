import t from 'tap';
import { programOf } from '../../src/compile/ruleset.js';
import { prepare, readTokens } from '../../src/scan/prepare.js';
import { scanPlain } from '../../src/scan/plain.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

const endless = [
  ...[
    '1',
    '@',
    '[',
    '{',
    '\\',
    '%',
    '&',
    '=',
    '"',
    '<k>',
    'k=',
    "k='",
    '%25',
    '&#38;',
    'ZmFrZQ',
    'A',
    '\uff14',
    'a\u200b',
  ],
  ...['a\n', 'a=\n', '{"a":', '[{"a":', '{"a', '["', '{"a":1}', '\\"', '{"a":"{\\"a\\":\\"'],
];

function prepared(text: string, format: 'text' | 'json'): { decoded: number; units: number } {
  const scan = new RecordScan(defaultLimits);
  const bytes = Buffer.from(text);
  scan.open(bytes, 0, bytes.length, format);
  if (readTokens(scan) === undefined) prepare(scan);
  return { decoded: scan.pool.length / bytes.length, units: scan.units.count / bytes.length };
}

t.test('what is decoded and searched of a record grows with its length and no faster', async (t) => {
  for (const unit of endless) {
    for (const format of ['text', 'json'] as const) {
      const write = (size: number): string => {
        const body = unit.repeat(Math.ceil(size / unit.length));
        return format === 'text' ? body : JSON.stringify({ a: body });
      };
      const small = prepared(write(2_000), format);
      const large = prepared(write(64_000), format);
      t.ok(large.decoded <= small.decoded * 1.5 + 0.5, `${unit} ${format} decoded ${String(large.decoded)}`);
      t.ok(large.units <= small.units * 1.5 + 0.01, `${unit} ${format} units ${String(large.units)}`);
      t.ok(large.decoded < 10, unit);
    }
  }
});

t.test('a record whose keys would have to be read over and over is withheld', async (t) => {
  const context = { raise: ['nowhere'] };
  const program = programOf(fakeRuleset([{ id: 'w', weakKeys: ['w'], context }]));
  const scan = new RecordScan(defaultLimits);
  const outcome = (text: string): string | undefined => {
    const bytes = Buffer.from(text);
    scan.open(bytes, 0, bytes.length, 'text');
    return scanPlain(program, scan);
  };
  t.equal(outcome('w='.repeat(20_000)), 'scan_budget');
  t.equal(outcome('<w>x</v>'.repeat(20_000)), 'scan_budget');
  t.equal(outcome('<w>x '.repeat(20_000)), 'scan_budget');
  t.equal(outcome('w=1 '.repeat(2_000)), undefined);
  t.equal(scan.findings.count, 2_000);
});

t.test(
  'a byte order mark is no part of a JSON record, and its pool is given back after a long one',
  async (t) => {
    const scan = new RecordScan(defaultLimits);
    const bytes = Buffer.from(`\ufeff{"a":"${'\\n'.repeat(1_100_000)}"}`);
    scan.open(bytes, 0, bytes.length, 'json');
    t.equal(readTokens(scan) ?? prepare(scan), undefined);
    t.ok(scan.pool.bytes.length > 1_048_576);
    scan.close();
    t.ok(scan.pool.bytes.length <= 1_048_576);
  },
);
