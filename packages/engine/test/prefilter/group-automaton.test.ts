import { Buffer } from 'node:buffer';
import t from 'tap';
import { createKernel, Hits } from '../../src/kernel/index.js';
import { literal } from '../../src/prefilter/byte-tree.js';
import { GroupAutomaton, type AutomatonLimits } from '../../src/prefilter/group-automaton.js';
import { Look } from '../../src/prefilter/look.js';
import { Positions } from '../../src/prefilter/positions.js';
import { framed } from '../kernel/support.js';

const kernel = createKernel();

/** Looks for words, numbered in the plan from 10 on. */
function groupOf(words: readonly string[], limits?: AutomatonLimits): GroupAutomaton {
  const positions = new Positions();
  positions.addAll(words.map((word) => literal(Buffer.from(word), false)));
  return new GroupAutomaton({ positions, factors: words.map((_, index) => index + 10) }, kernel, limits);
}

function load(records: readonly string[]): number {
  const { bytes, ends } = framed(records);
  kernel.load(bytes, ends);
  return bytes.length;
}

/** `record:factors@last` of each hit; undefined if the automaton gave up. */
function search(group: GroupAutomaton, records: readonly string[]): string[] | undefined {
  const hits = new Hits();
  if (!group.search(load(records), hits)) return undefined;
  return Array.from({ length: hits.count }, (_, at) => {
    const factors = group.factorsOf(hits.accepts[at] ?? -1);
    return `${String(hits.records[at])}:${[...factors].join('+')}@${String(hits.lasts[at])}`;
  });
}

t.test('meets factors by their numbers in the plan', async (t) => {
  const group = groupOf(['abc', 'bc', 'x']);
  t.strictSame(search(group, ['abc', '', 'x bc']), ['0:10+11@2', '2:12@5', '2:11@8']);
  t.strictSame(search(group, ['bc']), ['0:11@1']);
  t.strictSame(search(group, []), []);
});

t.test('forgets its states where the table is full, and loses nothing', async (t) => {
  const words = ['abc', 'bcd', 'cde'];
  const few = groupOf(words, { mostStates: 8, mostSaved: 10_000, bytesPerState: 1 });
  const many = groupOf(words);
  for (const record of ['abcde', 'a bcde ab', 'xabcxcde', 'cdeabc'])
    t.strictSame(search(few, ['x', record]), search(many, ['x', record]));
  t.ok(few.table.generation > 0);
});

t.test('gives up when its savings are spent, and recovers with what is looked through', async (t) => {
  const group = groupOf(['abcdefgh', 'x'], { mostStates: 100, mostSaved: 4, bytesPerState: 9 });
  t.equal(search(group, ['abcdefgh']), undefined);
  let rounds = 0;
  while (search(group, ['abcdefgh']) === undefined && rounds < 10) rounds += 1;
  t.ok(rounds > 0 && rounds < 10);
  t.strictSame(search(group, ['abcdefgh x']), ['0:10@7', '0:11@9']);
});

t.test('a look opens record by record, and knows which groups are lost', async (t) => {
  const poor = groupOf(['abcdefgh'], { mostStates: 100, mostSaved: 2, bytesPerState: 1000 });
  const look = new Look([groupOf(['ab', 'x']), poor], () => new Hits());
  look.search(load(['x', 'ab x', 'none', 'abc ab']), 7);
  t.equal(look.offset, 7);
  t.strictSame([...look.isLost], [0, 1]);
  const counts = [0, 1, 2, 3, 4].map((record) => {
    look.open(record);
    return [look.from[0], look.to[0]];
  });
  t.strictSame(counts, [
    [0, 1],
    [1, 3],
    [3, 3],
    [3, 5],
    [5, 5],
  ]);
  look.search(load(['x']), 0);
  look.open(0);
  t.strictSame([look.from[0], look.to[0]], [0, 1]);
});
