import fc from 'fast-check';
import t from 'tap';
import { attributesOf } from '../src/attributes.js';
import { readAttributes } from '../src/read-attributes.js';

t.test('reads back whatever key and headers a message had, of each name in their order', (t) => {
  const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
  const header = fc.tuple(fc.string({ maxLength: 5 }), bytes);
  fc.assert(
    fc.property(fc.option(bytes, { nil: null }), fc.array(header), (key, headers) => {
      const written = attributesOf({ key, headers });
      if (written === undefined) return;
      const read = readAttributes(written);
      const byName = (all: readonly (readonly [string, Buffer])[]): string =>
        JSON.stringify(
          [...new Set(headers.map(([name]) => name))].map((name) => all.filter(([n]) => n === name)),
        );
      t.strictSame(read.key, key);
      t.equal(read.headers.length, headers.length);
      t.equal(byName(read.headers), byName(headers));
    }),
  );
  t.end();
});

t.test('refuses what is no attributes', (t) => {
  for (const text of [
    '',
    'no',
    '[',
    '{"kafka_key":{}}',
    '{"kafka_key":7}',
    '{"headers":{"a":[{"b":1}]}}',
    'null',
  ]) {
    t.throws(() => readAttributes(Buffer.from(text)), { code: 'SJ_FRAME_INVALID' }, text);
  }
  t.end();
});
