import { Buffer } from 'node:buffer';
import t from 'tap';
import { createKernel, Met } from '../../src/kernel/index.js';
import { literal } from '../../src/prefilter/byte-tree.js';
import { GroupAutomaton, type AutomatonLimits } from '../../src/prefilter/group-automaton.js';
import { Positions } from '../../src/prefilter/positions.js';
import { framed, WordNumbers } from '../kernel/support.js';

const kernel = createKernel();

/** Looks for words, numbered in the plan from 10 on. */
function groupOf(words: readonly string[], limits?: AutomatonLimits): GroupAutomaton {
  const positions = new Positions();
  positions.addAll(words.map((word) => literal(Buffer.from(word), false)));
  return new GroupAutomaton({ positions, factors: words.map((_, index) => index + 10) }, kernel, limits);
}

/** `record:factors@place` of each byte that is accepted; undefined if the automaton gave up. */
function search(group: GroupAutomaton, records: readonly string[]): string[] | undefined {
  const { bytes, ends } = framed(records);
  const [numbers, met] = [new WordNumbers(1), new Met(1)];
  kernel.load(bytes, ends);
  kernel.createScan([group], numbers).run(bytes.length, true, met);
  if (met.isLost[0] === 1) return undefined;
  return Array.from({ length: met.count }, (_, at) =>
    [...met.events.subarray(met.firsts[at], met.firsts[at + 1])].flatMap((event, index) =>
      (numbers.events[event] ?? []).map(({ thing, place }) => {
        const start = met.places[(met.firsts[at] ?? 0) + index] ?? 0;
        return `${String(met.records[at])}:${[...group.factorsOf(thing)].join('+')}@${String(start + place)}`;
      }),
    ),
  ).flat();
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
