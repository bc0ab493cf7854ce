import t from 'tap';
import { PlantedSearch } from '../src/planted-search.js';

t.test('finds every planted value wherever it stands, and nothing else', async (t) => {
  const search = new PlantedSearch(['ada@example.org', 'ada@example.net', '4111111111111111', 'müller@x.de']);
  t.strictSame(search.findIn(Buffer.from('ada@example.org')), ['ada@example.org']);
  t.strictSame(search.findIn(Buffer.from('xx ada@example.net, 4111111111111111')), [
    'ada@example.net',
    '4111111111111111',
  ]);
  t.strictSame(search.findIn(Buffer.from('– müller@x.de')), ['müller@x.de']);
  t.strictSame(search.findIn(Buffer.from('ada@example.com 411111111111111')), []);
  t.strictSame(search.findIn(Buffer.from('abc')), []);
  t.strictSame(search.findIn(Buffer.from('ada@example.org '.repeat(9)), 2).length, 2);
});

t.test('refuses values that would be found by chance', async (t) => {
  t.throws(() => new PlantedSearch(['123']), RangeError);
});
