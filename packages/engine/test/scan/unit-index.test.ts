import fc from 'fast-check';
import t from 'tap';
import { createSpans } from '../../src/prefilter/spans.js';
import { UnitIndex } from '../../src/scan/unit-index.js';
import { Units } from '../../src/scan/units.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_130);

interface Text {
  readonly start: number;
  readonly end: number;
  readonly nesting: number;
}

function unitsOf(texts: readonly Text[]): Units {
  const units = new Units();
  for (const { start, end, nesting } of texts) units.add(1, start, end, -1, -1, 1, 0, nesting, -1);
  return units;
}

function spansOf(list: readonly (readonly [number, number])[]): ReturnType<typeof createSpans> {
  const firsts = Uint32Array.from(list, ([first]) => first);
  const lasts = Uint32Array.from(list, ([, last]) => last);
  return { ...createSpans(), count: list.length, firsts, lasts };
}

function found(index: UnitIndex, list: readonly (readonly [number, number])[]): number[] {
  index.findAt(spansOf(list));
  return [...index.found.subarray(0, index.count)];
}

/** Texts of one nesting are apart; those of the next lie anywhere. */
const level = (nesting: number): fc.Arbitrary<Text[]> =>
  fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 5 })), { maxLength: 20 }).map((list) => {
    let at = 0;
    return list.map(([gap, length]) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, nesting };
    });
  });
const texts = fc
  .tuple(level(0), level(1), level(2))
  .chain((levels) => fc.shuffledSubarray(levels.flat(), { minLength: levels.flat().length }));
const spanLists = fc.array(fc.tuple(fc.nat(6), fc.nat(4)), { maxLength: 12 }).map((list) => {
  let at = 0;
  return list.map(([gap, length]): [number, number] => {
    const first = at + gap;
    at = first + length + 1;
    return [first, at - 1];
  });
});

t.test(`finds the units at spans, each once and in their order (FC_SEED=${String(seed)})`, async () => {
  const index = new UnitIndex();
  fc.assert(
    fc.property(texts, spanLists, fc.nat(3), (list, spans, left) => {
      const units = unitsOf(list);
      const isIn = (unit: number): boolean => unit % 4 !== left;
      index.open(units, isIn);
      const wanted = list.flatMap(({ start, end }, unit) =>
        isIn(unit) && spans.some(([first, last]) => end >= first && start <= last) ? [unit] : [],
      );
      const got = found(index, spans);
      if (got.join() !== wanted.join()) throw new Error(`${got.join()}, not ${wanted.join()}`);
    }),
    { seed },
  );
});

t.test('looks once for each span, however many units there are', async (t) => {
  const index = new UnitIndex();
  const looks = (units: number): number => {
    const list = Array.from({ length: units }, (_, at) => ({ start: at * 10, end: at * 10 + 9, nesting: 0 }));
    index.open(unitsOf(list), () => true);
    const before = index.looks;
    const places = [3, 5, 7].map((part) => Math.floor((units * part) / 10) * 10 + 2);
    t.strictSame(
      found(
        index,
        places.map((place) => [place, place] as const),
      ),
      places.map((place) => (place - 2) / 10),
    );
    return index.looks - before;
  };
  t.strictSame([looks(10), looks(1000), looks(50_000)], [3, 3, 3]);
});
