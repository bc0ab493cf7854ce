import type { ListedObject, ObjectStore } from '@scrubjay/transport';
import t from 'tap';
import { findObjects } from '../../src/query/find-objects.js';

/** A store that holds keys only, and notes what is listed. */
class KeyStore {
  readonly listed: string[] = [];
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    this.listed.push(prefix);
    for (const key of this.#keys)
      if (key.startsWith(prefix)) yield { key, size: 1, lastModified: new Date(0) };
  }
}

function find(store: KeyStore, from: string, to: string, service?: string): Promise<readonly string[]> {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  const now = Date.parse('2026-02-01T00:00Z');
  return findObjects(store as unknown as ObjectStore, range, { service, now });
}

const key = (service: string, dt: string, hr: string, name = 'a'): string =>
  `logs/service=${service}/dt=${dt}/hr=${hr}/${name}.ndjson.gz.esdk`;

t.test('finds the objects whose hour touches the range', async (t) => {
  const hours = ['08', '09', '10', '11', '12'].map((hr) => key('app', '2026-01-31', hr));
  const store = new KeyStore(hours);
  t.strictSame(await find(store, '2026-01-31T09:30Z', '2026-01-31T11:00Z'), hours.slice(1, 3));
  t.strictSame(await find(store, '2026-01-31T09:59:59.999Z', '2026-01-31T11:00:00.001Z'), hours.slice(1, 4));
  t.strictSame(await find(store, '2026-01-31T10:00Z', '2026-01-31T10:00Z'), []);
  t.strictSame(await find(store, '2026-02-01T00:00Z', '2026-02-02T00:00Z'), []);
});

t.test('gives them by hour, then by key', async (t) => {
  const keys = [
    key('b', '2026-01-31', '10'),
    key('a', '2026-01-31', '11'),
    key('a', '2026-01-31', '10', 'z'),
    key('a', '2026-01-31', '10', 'y'),
    key('a', '2026-01-30', '23'),
  ];
  const found = await find(new KeyStore(keys), '2026-01-01', '2026-03-01');
  t.strictSame(found, [keys[4], keys[3], keys[2], keys[0], keys[1]]);
});

t.test('passes over what is no object of a service', async (t) => {
  const good = key('app', '2026-01-31', '10');
  const keys = [
    good,
    'logs/readme',
    'logs/service=app/dt=2026-01-31/x',
    'logs/service=app/dt=now/hr=10/a.ndjson.gz.esdk',
    `x${good}`,
  ];
  t.strictSame(await find(new KeyStore(keys), '2020-01-01', '2030-01-01'), [good]);
});

t.test('of one service lists the days from the one before the range up to now', async (t) => {
  const keys = [
    key('app', '2026-01-30', '23'),
    key('app', '2026-01-31', '00'),
    key('app2', '2026-01-31', '00'),
  ];
  const store = new KeyStore(keys);
  t.strictSame(await find(store, '2026-01-30T23:00Z', '2026-01-31T00:00:00.001Z', 'app'), keys.slice(0, 2));
  const days = ['29', '30', '31'].map((day) => `logs/service=app/dt=2026-01-${day}/`);
  t.strictSame(store.listed, days);
  const ahead = new KeyStore(keys);
  t.strictSame(await find(ahead, '2026-02-01T00:00Z', '2026-02-02T00:00Z', 'app'), []);
  t.strictSame(ahead.listed, ['logs/service=app/dt=2026-01-31/', 'logs/service=app/dt=2026-02-01/']);
});

t.test('lists once where that is cheaper, with the same result', async (t) => {
  const keys = [key('app', '2026-01-31', '00'), key('app', '2027-01-31', '00')];
  const store = new KeyStore(keys);
  t.strictSame(await find(store, '2026-01-01', '2026-12-31', 'app'), keys.slice(0, 1));
  t.strictSame(store.listed, ['logs/service=app/']);
  const all = new KeyStore(keys);
  t.strictSame(await find(all, '2026-01-01', '2028-01-01'), keys);
  t.strictSame(all.listed, ['logs/']);
});

t.test('finds what came late under the hour in which it came', async (t) => {
  const late = key('app', '2026-01-31', '12', 'f.late-2026010203-2026012904');
  for (const service of ['app', undefined]) {
    const store = new KeyStore([late, key('app', '2026-01-02', '03')]);
    t.strictSame(await find(store, '2026-01-29T04:30Z', '2026-01-29T04:40Z', service), [late]);
    t.strictSame(await find(store, '2026-01-29T05:00Z', '2026-02-01T00:00Z', service), []);
    t.strictSame(await find(store, '2026-01-02T02:00Z', '2026-01-02T03:00Z', service), []);
    t.equal((await find(store, '2026-01-02T03:00Z', '2026-01-02T03:01Z', service)).length, 2);
  }
});
