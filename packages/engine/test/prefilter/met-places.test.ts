import t from 'tap';
import { Met } from '../../src/kernel/index.js';
import { MetPlaces } from '../../src/prefilter/met-places.js';
import type { FactorNumbers } from '../../src/prefilter/met-numbers.js';

/** Events by their numbers, three numbers for each factor in them: itself, and where it was complete. */
const events = [[], [0, 1, 2, 1, 2, 2], [0, 0, 0], [1, 3, 4, 0, 4, 4], [0, 5, 6]].map((parts) =>
  Int32Array.from(parts),
);

function metOf(list: readonly [event: number, place: number][]): Met {
  const met = new Met(1);
  met.reserve(1, list.length);
  list.forEach(([event, place], at) => {
    met.events[at] = event;
    met.places[at] = place;
  });
  return met;
}

function placesOf(factors: readonly number[], record = 0): MetPlaces {
  const numbers = { thingCount: 3, eventAt: (event: number) => events[event] } as unknown as FactorNumbers;
  return new MetPlaces(numbers, factors, record);
}

function listed(places: MetPlaces, factor: number): string[] {
  const list: string[] = [];
  for (let place = places.firstOf(factor); place >= 0; place = places.nextOf(place))
    list.push(`${String(places.beginOf(place))}-${String(places.endOf(place))}`);
  return list;
}

t.test('tells the places of each factor that is asked for, in their order', async (t) => {
  const places = placesOf([0, -1, 1]);
  places.read(
    metOf([
      [1, 0],
      [3, 10],
      [2, 30],
    ]),
    0,
    3,
    100,
  );
  t.strictSame(listed(places, 0), ['101-102', '114-114', '130-130']);
  t.strictSame(listed(places, 1), ['102-102', '113-114']);
  t.strictSame(listed(places, 2), []);
  places.read(
    metOf([
      [1, 0],
      [3, 10],
      [2, 30],
    ]),
    2,
    3,
    0,
  );
  t.strictSame([listed(places, 0), listed(places, 1)], [['30-30'], []], 'of one record after the other');
  const one = placesOf([1]);
  one.read(metOf([[1, 0]]), 0, 1, 0);
  t.strictSame([listed(one, 0), listed(one, 1)], [[], ['2-2']]);
});

t.test('joins places that go on in the next word, and has room for any number', async (t) => {
  const places = placesOf([0]);
  places.read(
    metOf([
      [4, 0],
      [2, 7],
      [2, 9],
    ]),
    0,
    3,
    0,
  );
  t.strictSame(listed(places, 0), ['5-7', '9-9']);
  const many = Array.from({ length: 200 }, (_, at): [number, number] => [2, at * 2]);
  places.read(metOf(many), 0, 200, 0);
  t.equal(listed(places, 0).length, 200);
});

t.test('goes on telling after more records than 32 bits can count', async (t) => {
  const places = placesOf([0], 0xffff_fffd);
  for (let record = 0; record < 5; record += 1) {
    places.read(metOf(record % 2 === 0 ? [[2, record]] : []), 0, (record + 1) % 2, 0);
    t.strictSame(listed(places, 0), record % 2 === 0 ? [`${String(record)}-${String(record)}`] : []);
  }
});
