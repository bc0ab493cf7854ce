import t from 'tap';
import { generate } from '../src/generate.js';
import { toLines } from '../src/lines.js';

void t.test('a stack trace becomes one record a line, each with its id and its planted values', (t) => {
  for (const record of generate({ seed: 61, count: 300, mix: { java: 1 } })) {
    const lines = toLines(record);
    t.equal(lines.map((line) => line.text).join('\n'), record.text);
    t.same(
      lines.map((line) => line.id),
      record.ids,
    );
    t.ok(lines.every((line) => line.ids.length === 1 && line.text.includes(line.id)));
    t.same(
      lines.flatMap((line) => line.planted),
      record.planted,
    );
  }
  t.end();
});

void t.test('a record of one line comes back as it is', (t) => {
  for (const record of generate({ seed: 61, count: 100, mix: { kv: 1, json: 1 }, vendorTokens: true })) {
    t.equal(toLines(record)[0], record);
  }
  t.end();
});
