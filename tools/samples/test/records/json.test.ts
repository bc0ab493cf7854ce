import t from 'tap';
import { generate } from '../../src/generate.js';
import { asWritten } from '../helpers.js';

const records = [...generate({ seed: 31, count: 5_000, mix: { json: 1 }, vendorTokens: true })];

/** Everything that stands anywhere in a value: keys, strings and numbers, JSON inside strings included. */
function leaves(value: unknown, key = ''): { key: string; text: string }[] {
  if (typeof value !== 'object' || value === null) return [{ key, text: String(value) }];
  return Object.entries(value).flatMap(([name, inner]) => [{ key: '', text: name }, ...leaves(inner, name)]);
}

void t.test('every record is one line of JSON with its service and id', (t) => {
  for (const record of records) {
    const parsed = JSON.parse(record.text) as Record<string, unknown>;
    if (
      parsed['service'] !== record.service ||
      parsed['event_id'] !== record.id ||
      record.text.includes('\n')
    ) {
      t.fail(record.id);
    }
  }
  t.equal(new Set(records.map((record) => record.service)).size, 5);
  t.end();
});

void t.test('planted values stand under the key that is named', (t) => {
  for (const record of records) {
    const found = leaves(JSON.parse(record.text));
    for (const { key, value } of record.planted) {
      if (!found.some((leaf) => leaf.text.includes(value) && (key === undefined || leaf.key === key)))
        t.fail(record.id);
    }
  }
  t.pass('none is missing');
  t.end();
});

void t.test('the three logger shapes occur, and one of them is pure ASCII', (t) => {
  t.ok(records.some(({ text }) => text.startsWith('{"level":30,"time":')));
  t.ok(records.some(({ text }) => text.startsWith('{"level":"info","message":')));
  const logback = records.filter(({ text }) => text.startsWith('{"@timestamp":'));
  t.ok(logback.every(({ text }) => /^[ -~]+$/.test(text)));
  t.ok(logback.some(({ planted }) => planted.some((value) => asWritten(value).includes('\\u00'))));
  t.end();
});

void t.test('values hide in map keys, in numbers and in JSON inside strings', (t) => {
  t.ok(records.some(({ text }) => /"deliveries":\{"[^"]+@example/.test(text)));
  t.ok(records.some(({ text }) => /"pan":\d{16},/.test(text)));
  t.ok(records.some(({ text }) => text.includes('\\"email\\":\\"')));
  t.end();
});
