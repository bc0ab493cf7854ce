import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import {
  alternate,
  bytes,
  bytesIn,
  concat,
  literal,
  repeat,
  type ByteNode,
} from '../../src/prefilter/byte-tree.js';
import { isNullable } from '../../src/prefilter/byte-measures.js';
import { Positions } from '../../src/prefilter/positions.js';
import { spelt } from './spelt.js';
import { FactorFinder } from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);
const word = (text: string): ByteNode => literal(Buffer.from(text), false);

t.test('what begins alike shares its positions', async (t) => {
  const positions = new Positions();
  positions.addAll([word('abc'), word('abd'), alternate([word('ab'), word('axy'), word('q')]), word('ab')]);
  // a b c d, and for the alternatives: a b x y q.
  t.equal(positions.sets.length, 9);
  t.equal(positions.first.length, 3);
  t.strictSame(
    positions.accepts.filter((factors) => factors?.includes(3)),
    [[3]],
  );
});

t.test('one factor is accepted once at a place, and repetitions beyond the limits are loops', async (t) => {
  const finder = new FactorFinder([alternate([word('ab'), bytes(bytesIn('b'))]), repeat(word('a'), 20, 20)]);
  t.strictSame(finder.find(Buffer.from('ab')), [[1], []]);
  t.strictSame(finder.find(Buffer.from('a'.repeat(18))), [[], [15, 16, 17]], 'weaker than it is written');
  t.strictSame(finder.find(Buffer.from('a'.repeat(15))), [[], []]);
});

const { node } = fc.letrec<{ node: ByteNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    fc.constantFrom('a', 'b', 'ab', 'c', 'bc').map((text) => bytes(bytesIn(text))),
    fc.array(tie('node'), { maxLength: 4 }).map(concat),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(alternate),
    // Within the limits, where a repetition is what it says.
    fc
      .tuple(tie('node'), fc.nat(3), fc.constantFrom(0, 1, 3, Infinity))
      .map(([of, least, more]) => repeat(of, least, least + more)),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'x'), maxLength: 12 });

/** Where an expression ends in a text, looked for in the plain way. */
function endsOf(source: RegExp, within: string): number[] {
  return [...within].flatMap((_, last) =>
    [...Array(last + 1).keys()].some((from) => source.test(within.slice(from, last + 1))) ? [last] : [],
  );
}

t.test(`an automaton finds what its expressions say (FC_SEED=${String(seed)})`, async (t) => {
  const factors = fc.array(
    node.filter((one) => !isNullable(one)),
    { minLength: 1, maxLength: 4 },
  );
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(factors, text, (nodes, within) => {
        const found = new FactorFinder(nodes).find(Buffer.from(within));
        const expected = nodes.map((one) => endsOf(new RegExp(`^(?:${expression(one)})$`), within));
        if (JSON.stringify(found) !== JSON.stringify(expected))
          throw new Error(`${nodes.map(spelt).join(' ')} in ${within}: ${JSON.stringify([found, expected])}`);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

function expression(one: ByteNode): string {
  switch (one.kind) {
    case 'bytes':
      return spelt(one);
    case 'concat':
      return one.parts.map(expression).join('');
    case 'alternate':
      return `(?:${one.branches.map(expression).join('|')})`;
    case 'repeat':
      return `(?:${expression(one.of)}){${String(one.least)},${one.most === Infinity ? '' : String(one.most)}}`;
  }
}
