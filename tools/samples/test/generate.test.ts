import { isScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { generate } from '../src/generate.js';
import { plantKinds, type GenerateOptions, type Kind, type SampleRecord } from '../src/types.js';
import { asWritten, countOf, isSearchable, plantedOf } from './helpers.js';

const vendorKinds = ['github-token', 'slack-token', 'stripe-key'];
const many = [...generate({ seed: 11, count: 20_000, vendorTokens: true })];

void t.test('the same options give the same records', (t) => {
  const options: GenerateOptions = { seed: 5, count: 2_000, vendorTokens: true, idPrefix: 'a' };
  const once = generate(options);
  t.same([...once], [...generate(options)]);
  t.same([...once], [...once], 'and an iterable can be walked again');
  t.end();
});

void t.test('another seed gives other records and other planted values', (t) => {
  const first = new Set(
    plantedOf(generate({ seed: 1, count: 500 }))
      .filter(isSearchable)
      .map(asWritten),
  );
  const second = plantedOf(generate({ seed: 2, count: 500 }))
    .filter(isSearchable)
    .map(asWritten);
  t.ok(second.filter((value) => first.has(value)).length < second.length / 50);
  t.end();
});

void t.test('ids are unique over 20,000 records and each stands in its record once', (t) => {
  const ids = many.flatMap((record) => record.ids);
  t.equal(new Set(ids).size, ids.length);
  t.ok(ids.every((id) => /^evt-[0-9a-z]{6}$/.test(id)));
  t.same(
    many.filter(
      (record) => record.id !== record.ids[0] || record.ids.some((id) => countOf(record.text, id) !== 1),
    ),
    [],
  );
  t.end();
});

void t.test('searchable planted values are unique over 20,000 records', (t) => {
  const values = plantedOf(many).filter(isSearchable);
  t.equal(new Set(values.map(({ value }) => value)).size, values.length);
  t.ok(values.every(({ value }) => value.length >= 6));
  t.end();
});

void t.test('every planted value stands in its record as it is said to be written', (t) => {
  t.same(
    many.filter((record) => record.planted.some((planted) => !record.text.includes(asWritten(planted)))),
    [],
  );
  const escaped = plantedOf(many).filter(({ written }) => written !== undefined);
  t.ok(escaped.length > 100);
  t.same(
    escaped.filter(({ value, written }) => JSON.parse(`"${written ?? ''}"`) !== value),
    [],
  );
  t.end();
});

void t.test('a searchable value occurs in no record but its own, and there once', (t) => {
  const records = many.slice(0, 1_500);
  const all = records.map((record) => record.text).join('\n');
  const values = plantedOf(records).filter(isSearchable).map(asWritten);
  t.same(
    values.filter((value) => all.indexOf(value) !== all.lastIndexOf(value)),
    [],
  );
  t.end();
});

void t.test('every kind of value is planted, and keys are named where only they tell', (t) => {
  const seen = new Set(plantedOf(many).map(({ kind }) => kind));
  t.same([...seen].sort(), [...plantKinds].sort());
  const byKey = [
    'person-name',
    'birth-date',
    'postal-address',
    'card-cvv',
    'password',
    'api-key',
    'username',
    'device-id',
  ];
  for (const { kind, key } of plantedOf(many)) {
    if (byKey.includes(kind) !== (key !== undefined)) t.fail(`${kind} and its key`);
  }
  t.same(
    [
      ...new Set(
        plantedOf(many)
          .filter((planted) => !isSearchable(planted))
          .map(({ kind }) => kind),
      ),
    ].sort(),
    ['card-cvv', 'pem-private-key'],
  );
  t.end();
});

void t.test('without vendorTokens no vendor token and no whole key is written', (t) => {
  const records = [...generate({ seed: 11, count: 20_000 })];
  t.same(
    plantedOf(records).filter(({ kind }) => vendorKinds.includes(kind)),
    [],
  );
  const vendorShape = /gh[pousr]_|github_pat_|xox[a-z]-|[sr]k_(?:live|test)_|PRIVATE KEY-----\\n/;
  t.same(
    records.filter(({ text }) => vendorShape.test(text)),
    [],
  );
  t.ok(
    many.some(({ text }) => vendorShape.test(text)),
    'which the option adds',
  );
  t.end();
});

void t.test('kinds come in the proportions of the mix', (t) => {
  const share = (records: readonly SampleRecord[], kind: Kind): number =>
    records.filter((record) => record.kind === kind).length / records.length;
  const mixed = [...generate({ seed: 3, count: 10_000, mix: { json: 3, kv: 1 } })];
  t.ok(Math.abs(share(mixed, 'json') - 0.75) < 0.02);
  t.ok(Math.abs(share(mixed, 'kv') - 0.25) < 0.02);
  t.ok(Math.abs(share(many, 'nginx') - 0.25) < 0.02, 'by default too');
  for (const kind of ['json', 'nginx', 'syslog', 'java', 'kv', 'otlp'] as const) {
    t.equal(share([...generate({ seed: 3, count: 50, mix: { [kind]: 0.1 } })], kind), 1, kind);
  }
  t.end();
});

void t.test('times ascend from the start over less than three hours', (t) => {
  const startTimeMs = Date.UTC(2026, 5, 30, 22);
  const times = [...generate({ seed: 4, count: 1_000, startTimeMs })].map((record) => record.timestampMs);
  t.equal(times[0], startTimeMs);
  t.same(
    times,
    [...times].sort((a, b) => a - b),
  );
  t.equal(new Set(times.map((time) => Math.floor(time / 3_600_000))).size, 3);
  t.end();
});

void t.test('the id prefix goes into every id', (t) => {
  const ids = [...generate({ seed: 4, count: 50, idPrefix: 'p3-' })].flatMap((record) => record.ids);
  t.ok(ids.every((id) => id.startsWith('evt-p3-')));
  t.end();
});

void t.test('options out of range are refused before anything is generated', (t) => {
  const wrong: GenerateOptions[] = [
    { seed: 0.5, count: 1 },
    { seed: 1, count: -1 },
    { seed: 1, count: 1.5 },
    { seed: 1, count: 1, idPrefix: 'Upper' },
    { seed: 1, count: 1, mix: {} },
    { seed: 1, count: 1, mix: { json: -1, kv: 2 } },
    { seed: 1, count: 1, mix: { json: NaN } },
    { seed: 1, count: 1, mix: { json: Infinity } },
  ];
  for (const options of wrong) {
    try {
      generate(options);
      t.fail('accepted');
    } catch (error) {
      t.ok(isScrubjayError(error) && error.code === 'SJ_USAGE');
    }
  }
  t.same([...generate({ seed: 1, count: 0 })], []);
  t.end();
});
