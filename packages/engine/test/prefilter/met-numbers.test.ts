import { Buffer } from 'node:buffer';
import t from 'tap';
import { createKernel, type Accepted } from '../../src/kernel/index.js';
import { literal } from '../../src/prefilter/byte-tree.js';
import type { FilterPlan } from '../../src/prefilter/filter-plan.js';
import { GroupAutomaton } from '../../src/prefilter/group-automaton.js';
import { FactorNumbers } from '../../src/prefilter/met-numbers.js';
import { Positions } from '../../src/prefilter/positions.js';

/** Factors 0 to 3 in two groups; two patterns, a name of a field, and the factor that stands for everything. */
const plan: FilterPlan = {
  groups: [],
  factorCount: 5,
  firstName: 3,
  items: [{ factors: [0, 2] }, { factors: [1] }, { factors: [3] }],
  everything: 4,
  isShared: new Uint8Array(5),
};

function numbersOf(): FactorNumbers {
  const kernel = createKernel();
  const groups = [
    { words: ['a', 'aa'], factors: [0, 1] },
    { words: ['b', 'c'], factors: [2, 3] },
  ].map(({ words, factors }) => {
    const positions = new Positions();
    positions.addAll(words.map((word) => literal(Buffer.from(word), false)));
    return new GroupAutomaton({ positions, factors }, kernel);
  });
  // What a group accepts is numbered when it is first met: here `a`.
  const [first] = groups;
  first?.grow(first.start, first.table.classes[0x61] ?? 0);
  return new FactorNumbers(plan, groups, 2);
}

function accepted(...list: [automaton: number, accept: number, place: number][]): Accepted {
  return {
    count: list.length,
    automata: Uint8Array.from(list, ([automaton]) => automaton),
    accepts: Int32Array.from(list, ([, accept]) => accept),
    places: Uint8Array.from(list, ([, , place]) => place),
  };
}

t.test('the same is met by the same event, and bytes side by side are one run of a factor', async (t) => {
  const numbers = numbersOf();
  const event = numbers.eventOf(accepted([0, 0, 2], [0, 0, 3], [0, 0, 5]));
  t.equal(event, 1);
  t.strictSame([...numbers.eventAt(event)], [0, 2, 3, 0, 5, 5]);
  t.strictSame([...numbers.thingsOf(event)], [0]);
  t.equal(numbers.eventOf(accepted([0, 0, 2], [0, 0, 3], [0, 0, 5])), event);
  t.not(numbers.eventOf(accepted([0, 0, 2], [0, 0, 3])), event);
  t.not(numbers.eventOf(accepted([0, 0, 2], [0, 0, 3], [0, 0, 6])), event);
});

t.test('thousands of events keep their numbers', async (t) => {
  const numbers = numbersOf();
  const lists = Array.from({ length: 5000 }, (_, at) =>
    accepted(
      ...Array.from({ length: 13 }, (_, bit): [number, number, number] => [0, 0, bit]).filter(
        ([, , bit]) => ((at + 1) >> bit) % 2 === 1,
      ),
    ),
  );
  const events = lists.map((list) => numbers.eventOf(list));
  t.equal(new Set(events).size, 5000);
  t.strictSame(
    lists.map((list) => numbers.eventOf(list)),
    events,
  );
  t.ok(numbers.count > 5000);
  numbers.forget();
  t.ok(numbers.count < 5);
  t.equal(numbers.eventOf(accepted([0, 0, 1])), 1);
});

t.test(
  'says of a set which patterns have all that they ask for, and whether names may be there',
  async (t) => {
    const numbers = numbersOf();
    const sets = [[], [0], [0, 2], [1, 3], [4]].map((factors) => numbers.setOf(Uint32Array.from(factors)));
    t.equal(sets[0], 0);
    t.equal(numbers.setOf(Uint32Array.of(0, 2)), sets[2]);
    t.strictSame(
      sets.map((set) => {
        const { patterns, mayHoldKeys, isEverything } = numbers.setAt(set);
        return [[...patterns], mayHoldKeys, isEverything, numbers.isComplete(set)];
      }),
      [
        [[], false, false, false],
        [[], false, false, false],
        [[0], false, false, true],
        [[1], true, false, true],
        [[0, 1], true, true, true],
      ],
    );
  },
);
