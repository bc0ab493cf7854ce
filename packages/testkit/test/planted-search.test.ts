import { createHash } from 'node:crypto';
import t from 'tap';
import { PlantedSearch } from '../src/planted-search.js';

function searchFor(...values: string[]): PlantedSearch {
  const search = new PlantedSearch();
  for (const value of values) search.add(value, value.includes('@') ? 'email' : 'card');
  return search;
}

function textsIn(search: PlantedSearch, text: string, limit?: number): string[] {
  return search.findIn(Buffer.from(text), limit).map((found) => found.text);
}

t.test('finds every planted value wherever it stands, and nothing else', async (t) => {
  const search = searchFor('ada@example.org', 'ada@example.net', '4111111111111111', 'müller@x.de');
  t.strictSame(textsIn(search, 'ada@example.org'), ['ada@example.org']);
  t.strictSame(textsIn(search, 'xx ada@example.net, 4111111111111111'), [
    'ada@example.net',
    '4111111111111111',
  ]);
  t.strictSame(textsIn(search, '– müller@x.de'), ['müller@x.de']);
  t.strictSame(textsIn(search, 'ada@example.com 411111111111111'), []);
  t.strictSame(textsIn(search, 'abc'), []);
  t.equal(textsIn(search, 'ada@example.org '.repeat(9), 2).length, 2);
});

t.test('tells the kind of what it finds, and which value it is', async (t) => {
  const search = searchFor('ada@example.org', '4111111111111111', 'ada@example.org');
  t.equal(search.size, 2);
  t.strictSame(search.findIn(Buffer.from('4111111111111111 of ada@example.org')), [
    { text: '4111111111111111', kind: 'card', number: 1 },
    { text: 'ada@example.org', kind: 'email', number: 0 },
  ]);
});

t.test('values of one beginning and of others, of one value or within another, are all found', async (t) => {
  const search = searchFor('abcd', 'abcdef', 'cdef');
  t.strictSame(textsIn(search, 'abcdef').sort(), ['abcd', 'abcdef', 'cdef']);
});

t.test(
  'each of a hundred thousand values is found, also those that came late, and none of as many others',
  async (t) => {
    const value = (index: number): string =>
      createHash('sha256').update(String(index)).digest('hex').slice(0, 16);
    const search = new PlantedSearch();
    const count = 100_000;
    for (let index = 0; index < count; index += 1) search.add(value(index), `kind ${String(index % 3)}`);
    let wrong = 0;
    for (let index = 0; index < count; index += 1) {
      const [found, ...others] = search.findIn(Buffer.from(` ${value(index)} `));
      if (found?.number !== index || found.kind !== `kind ${String(index % 3)}` || others.length > 0)
        wrong += 1;
      if (search.findIn(Buffer.from(value(count + index))).length > 0) wrong += 1;
    }
    t.equal(wrong, 0);
  },
);

t.test('refuses values that would be found by chance', async (t) => {
  t.throws(() => searchFor('123'), RangeError);
});
