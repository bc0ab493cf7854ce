import t from 'tap';
import { readLineMembers, writeLineMembers } from '../../src/canonical/line-members.js';

t.test('members come back as they were written, names with escapes included', (t) => {
  const line = '{"time":"2026-01-31T10:00:00.000Z","a\\"b":{"x":[1,"}"]},"body":"\\u00e4","é":null}';
  const members = readLineMembers(Buffer.from(line)) ?? [];
  t.strictSame(
    members.map(({ name, value }) => [name, value.toString()]),
    [
      ['time', '"2026-01-31T10:00:00.000Z"'],
      ['a\\"b', '{"x":[1,"}"]}'],
      ['body', '"\\u00e4"'],
      ['é', 'null'],
    ],
  );
  t.equal(writeLineMembers(members).toString(), line);
  t.equal(writeLineMembers([]).toString(), '{}');
  t.end();
});

t.test('what is no object has none', (t) => {
  for (const text of ['', '[1]', '"x"', '{"a":1', '{"a" 1}'])
    t.equal(readLineMembers(Buffer.from(text)), undefined);
  t.end();
});
