import { Buffer } from 'node:buffer';
import t from 'tap';
import {
  alternate,
  bytes,
  bytesIn,
  concat,
  literal,
  repeat,
  without,
} from '../../src/prefilter/byte-tree.js';
import { groupFactors } from '../../src/prefilter/factor-groups.js';

const letters = bytes(bytesIn('abcdef'));
const word = literal(Buffer.from('word'), true);
const digits = repeat(bytes(bytesIn('0123456789')), 4, 4);
const any = bytes(without(bytesIn('\n')));

t.test(
  'words, digits and what is in any text stand in the first group, runs of letters in another',
  async (t) => {
    const nodes = [letters, word, repeat(letters, 2, 2), digits, any, alternate([word, letters])];
    t.strictSame(groupFactors(nodes), [
      [1, 3, 4],
      [0, 2, 5],
    ]);
    t.strictSame(groupFactors([word]), [[0]]);
    t.strictSame(groupFactors([letters]), [[], [0]]);
    t.strictSame(groupFactors([]), [[]]);
  },
);

t.test('groups are of like sizes, those with few classes before those with many', async (t) => {
  const nodes = Array.from({ length: 205 }, (_, at) =>
    concat(Array.from({ length: 1 + (at % 3) }, () => letters)),
  );
  const [words, ...groups] = groupFactors(nodes);
  t.strictSame(words, []);
  t.strictSame(
    groups.map(({ length }) => length),
    [103, 102],
  );
  t.strictSame(
    groups.flat().map((factor) => factor % 3),
    nodes.map((_, at) => at % 3).sort(),
  );
});
