import t from 'tap';
import { sniffFormat } from '../../src/formats/sniff.js';

t.test('takes a record for JSON only if it begins like an object', async (t) => {
  for (const record of ['{"a":1}', ' \t{ "a":1}', '{}', '{ \r\n}', '{"cut'])
    t.equal(sniffFormat(Buffer.from(record)), 'json');
  for (const record of ['', '   ', '{', '{a:1}', '[1]', '"a"', '1', 'x{"a":1}', '\ufeff{}']) {
    t.equal(sniffFormat(Buffer.from(record)), 'text');
  }
});
