import t from 'tap';
import type { Entry } from '../../src/quarantine/entry.js';
import { EntryList, entryJson, entryTable, openedFacts } from '../../src/quarantine/list-entries.js';
import { withheld } from './support.js';

function entry(number: number, parts: Partial<Entry> = {}): Entry {
  const source = { stream: 'app', partition: 0, offset: number };
  return {
    id: `q/0/${number}`,
    facts: { stage: 'redactor', reason: 'too_deep', service: 'checkout', source },
    withheldAtMs: Date.UTC(2026, 0, 31) + number,
    ...{ storedBytes: 10, parts: 1, isComplete: true },
    ...parts,
  };
}

const shown = { isReplayed: false, isShown: true };

t.test('shows the newest up to the limit and counts all', (t) => {
  const list = new EntryList({}, 2);
  for (let number = 0; number < 20; number += 1) list.add(entry(number), shown);
  t.strictSame(
    list.newest().map(({ id }) => id),
    ['q/0/19', 'q/0/18'],
  );
  t.equal(list.total, 20);
  t.match(list.summary(), /too_deep │ redactor │ checkout │ +20 │ +200/);
  t.end();
});

t.test('finds by reason, stage, service, id and time; what tells nothing by id and time only', (t) => {
  const untold = entry(3, { facts: undefined });
  const all = [entry(1), entry(2), untold];
  const found = (filter: ConstructorParameters<typeof EntryList>[0]): number => {
    const list = new EntryList(filter, 10);
    for (const one of all) list.add(one, shown);
    return list.total;
  };
  t.equal(found({}), 3);
  t.equal(found({ reasons: new Set(['too_deep']) }), 2);
  t.equal(found({ reasons: new Set(['too_large']) }), 0);
  t.equal(found({ stage: 'redactor' }), 2);
  t.equal(found({ stage: 'ingest' }), 0);
  t.equal(found({ service: 'checkout' }), 2);
  t.equal(found({ service: 'x' }), 0);
  t.equal(found({ ids: new Set(['q/0/3']) }), 1);
  t.equal(found({ from: entry(2).withheldAtMs }), 2);
  t.equal(found({ to: entry(2).withheldAtMs }), 1);
  t.end();
});

t.test('what was replayed is counted apart', (t) => {
  const list = new EntryList({}, 10);
  list.add(entry(1), { isReplayed: true, isShown: false });
  list.add(entry(2), { isReplayed: true, isShown: true });
  t.strictSame([list.replayed, list.total], [2, 1]);
  t.match(JSON.parse(entryJson(list.newest()[0] ?? never())), { isReplayed: true });
  t.end();
});

t.test('tables and lines tell what is known, more of what was opened, and nothing of its content', (t) => {
  const list = new EntryList({}, 10);
  const frames = withheld('{"secret":"jane"}', 1);
  list.add(entry(1, { frames }), shown);
  list.add(entry(2, { parts: 2, isComplete: false }), shown);
  list.add(entry(3, { facts: undefined, isComplete: false }), shown);
  const [untold, partial, opened] = list.newest();
  const table = entryTable(list.newest());
  t.match(table, /q\/0\/1 +│ redactor +│ too_deep +│ checkout +│ app\/0\/1 +│ 2026-01-31T00:00:00.001Z/);
  t.match(table, /2, not all/);
  t.match(table, /q\/0\/3 +│ \? +│ \? +│ \? +│ \?/);
  t.match(JSON.parse(entryJson(opened ?? never())), {
    ...{ stage: 'redactor', reason: 'too_deep', service: 'checkout', isComplete: true },
    opened: { format: 'json', recordBytes: 17, time: '2026-01-31T10:00:00.000Z' },
  });
  t.match(JSON.parse(entryJson(untold ?? never())), { stage: null, reason: null, isComplete: null });
  t.notMatch(entryTable([partial ?? never()]), 'record bytes');
  t.notMatch(table + entryJson(opened ?? never()), 'jane');
  t.end();
});

t.test('the name of a schema is shown where it is a name', (t) => {
  const shownAs = (schemaId: string): unknown => openedFacts(withheld('x', 1, { schemaId })).schemaId;
  const guid = 'guid:0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
  for (const id of ['', 'acme.orders.v1', 'registry:42/0.1', guid, `${guid}/1`, 'file:login/acme.Login'])
    t.equal(shownAs(id), id);
  for (const id of ['4539578763621486', 'file:4539578763621486', 'registry:jane/4539578763621486'])
    t.equal(shownAs(id), undefined);
  t.end();
});

function never(): never {
  throw new Error('an entry is missing');
}
