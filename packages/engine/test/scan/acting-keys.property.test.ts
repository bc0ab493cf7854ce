import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { programOf } from '../../src/compile/ruleset.js';
import { findKeys, findKeysFast } from '../../src/scan/find-keys.js';
import { prepareRest } from '../../src/scan/prepare-rest.js';
import { prepare, readTokens } from '../../src/scan/prepare.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_129);
const rulesets = [
  [
    { id: 'pin', keys: ['pin', 'user.mail', '*.user.name'] },
    { id: 'user', keys: ['user', 'a.b'], scalarsOnly: true },
    { id: 'deep', keys: ['a.*.pin', 'e.mail'] },
  ],
  [{ id: 'mail', keys: ['mail', 'orig_h'] }],
].map((detectors) => programOf(fakeRuleset(detectors)));

const names = [
  'a',
  'b',
  'pin',
  'user',
  'mail',
  'name',
  'e.mail',
  'a.b.pin',
  'id.orig_h',
  'u\u007fser',
  '',
  'é',
];
const longer = [
  'x'.repeat(15),
  'x'.repeat(16),
  'x'.repeat(33),
  'x'.repeat(48),
  'x'.repeat(49),
  'value',
  'pin"',
];
const name = fc.oneof(fc.constantFrom(...names), fc.constantFrom(...names, ...longer));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('s3cr3t', '', 12, true, null, 'é\n', '{"pin":1}', 'user={"mail":["x"]}'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** What is found, in the order of places: which scalar is looked at first does not matter. */
function found(record: string, program: (typeof rulesets)[0], isFast: boolean, most: number): unknown {
  const scan = new RecordScan({ ...defaultLimits, maxFindingsPerRecord: most });
  const bytes = Buffer.from(record);
  scan.open(bytes, 0, bytes.length, 'json');
  if (readTokens(scan) !== undefined) throw new Error(record);
  const unfit = isFast ? prepareRest(scan) : prepare(scan);
  const reason = unfit ?? (isFast ? findKeysFast : findKeys)(program.keys, scan);
  if (reason !== undefined) return reason;
  const rows = scan.findings.all().map(({ start, end, detector, token, scope }) => ({
    place: [start, end, token, scope],
    id: detector.detector.id,
  }));
  return rows.sort((one, other) => (one.place[0] as number) - (other.place[0] as number));
}

t.test(`a few keys tell the same as a walk over all tokens (FC_SEED=${String(seed)})`, async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(value, fc.constantFrom(...rulesets), fc.constantFrom(3, 1000), (json, program, most) => {
        const record = JSON.stringify(json);
        t.strictSame(found(record, program, true, most), found(record, program, false, most), record);
      }),
      { numRuns: 1500, seed },
    );
  });
});

t.test('names in one container and beside it lead to their own values', async (t) => {
  const [program] = rulesets;
  const ids = (record: string): unknown[] =>
    (found(record, program as (typeof rulesets)[0], true, 100) as { id: string }[]).map(({ id }) => id);
  t.strictSame(ids('{"user":{"mail":1,"mail":2,"x":[{"mail":3}]},"mail":4}'), ['pin', 'pin']);
  t.strictSame(ids('{"x":{"user":{"name":1}},"user":{"name":2}}'), ['pin']);
  t.strictSame(ids('{"x":{"user":{"name":1,"pin":2,"name":3}}}'), ['pin', 'pin', 'pin']);
  t.strictSame(ids('{"user":[[1,{"y":2}]]}'), ['user', 'user']);
});

t.test('reads more keys on which somebody acts than it had room for', async (t) => {
  const record = JSON.stringify(Array.from({ length: 300 }, () => ({ pin: 1, user: { mail: 2 } })));
  const [program] = rulesets;
  const rows = found(record, program as (typeof rulesets)[0], true, 1000) as unknown[];
  t.equal(rows.length, 600);
});
