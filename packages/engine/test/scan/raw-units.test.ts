import t from 'tap';
import { RawUnits } from '../../src/scan/raw-units.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits } from '../../src/types.js';

interface Unit {
  readonly at: readonly [start: number, end: number];
  readonly inPool?: number;
  readonly nesting?: number;
}

function open(units: RawUnits, added: readonly Unit[]): void {
  const scan = new RecordScan(defaultLimits);
  for (const { at, inPool = 0, nesting = 0 } of added)
    scan.units.add(inPool, ...at, -1, -1, 0, 0, nesting, -1);
  units.open(scan);
}

/** The units that hold a byte of one of the spans `[first, last]`, or end right before one. */
function found(units: RawUnits, ...spans: readonly (readonly [number, number])[]): number[] {
  const firsts = Uint32Array.from(spans, ([first]) => first);
  const lasts = Uint32Array.from(spans, ([, last]) => last);
  units.findAt({ count: spans.length, firsts, lasts });
  return [...units.found.subarray(0, units.count)];
}

t.test('units in the record by their places, those in the pool left out', async (t) => {
  const units = new RawUnits();
  open(units, [{ at: [2, 5] }, { at: [0, 90], inPool: 1 }, { at: [7, 9] }, { at: [12, 20] }]);
  const at = (place: number): number[] => found(units, [place, place]);
  t.strictSame([0, 1, 2, 5, 6, 7, 9, 10, 12, 20, 21].map(at), [
    [],
    [],
    [0],
    [0],
    [],
    [2],
    [2],
    [],
    [3],
    [3],
    [],
  ]);
  t.strictSame(found(units, [5, 12]), [0, 2, 3]);
  t.strictSame(found(units, [3, 3], [4, 4], [14, 15], [16, 30]), [0, 3], 'each once');
  t.strictSame(found(units), []);
});

t.test('units of documents within a text are found beside that of the text', async (t) => {
  const units = new RawUnits();
  open(units, [
    { at: [0, 40] },
    { at: [50, 60] },
    { at: [10, 12], nesting: 1 },
    { at: [20, 30], nesting: 1 },
    { at: [22, 24], nesting: 2 },
  ]);
  t.strictSame(found(units, [5, 5]), [0]);
  t.strictSame(found(units, [12, 12]), [0, 2]);
  t.strictSame(found(units, [1, 1], [23, 23]), [0, 3, 4]);
  t.strictSame(found(units, [11, 11], [21, 21], [55, 55]), [0, 1, 2, 3]);
});

t.test('one record after the other, of any number of units', async (t) => {
  const units = new RawUnits();
  open(
    units,
    Array.from({ length: 200 }, (_, at) => ({ at: [at * 10, at * 10 + 5] as const })),
  );
  t.strictSame(found(units, [1994, 1994]), [199]);
  t.equal(found(units, [0, 1999]).length, 200);
  open(units, []);
  t.strictSame(found(units, [0, 0]), []);
});
