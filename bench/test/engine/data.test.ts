import t from 'tap';
import { loadRuleset } from '@scrubjay/boot';
import { totalsOf } from '@scrubjay/measure';
import { ownCorpora } from '../../src/engine/data/own-corpora.js';
import { isClean, makePools, mixRecords } from '../../src/engine/data/pools.js';
import { sizedRecords, textPieces } from '../../src/engine/data/sized-records.js';

const ruleset = await loadRuleset({ policy: 'minimal' });

t.test('mixes lines so that the share of those with findings is as told', (t) => {
  const pools = makePools(ruleset, 1, 100);
  for (const percent of [0, 1, 10, 100]) {
    const records = mixRecords(pools, percent, 20_000);
    const found = records.filter((record) => !isClean(ruleset, record)).length;
    t.equal(found, Math.floor((records.length * percent) / 100), `${percent} %`);
    const bytes = records.reduce((total, { length }) => total + length + 1, 0);
    t.ok(bytes >= 20_000);
  }
  t.same(makePools(ruleset, 1, 100), pools, 'the same for the same seed');
  t.throws(() => makePools(ruleset, 1, 0), RangeError);
  t.end();
});

t.test('makes records of about the size that is asked, valid in their format', (t) => {
  const pieces = textPieces(1);
  for (const size of [100, 1_000, 100_000]) {
    const text = sizedRecords(pieces, 'text', size, 100_000);
    t.equal(text.length, 100_000 / size);
    t.ok(text.every(({ length }) => length <= size && length > size - 4));
    t.ok(text.every((record) => !record.includes(0x0a)));
    const json = sizedRecords(pieces, 'json', size, 100_000);
    t.ok(
      json.every(({ length }) => Math.abs(length - size) < 60),
      `${size}: ${json[0]?.length ?? 0}`,
    );
    for (const record of json.slice(0, 20)) t.doesNotThrow(() => void JSON.parse(record.toString()));
  }
  t.equal(sizedRecords(pieces, 'text', 1_000, 10).length, 1, 'at least one');
  t.end();
});

t.test('generates logs of every kind where there are no real ones', (t) => {
  const corpora = ownCorpora(1, 12_000);
  t.ok(corpora.length >= 5);
  for (const { name, frames } of corpora) {
    t.match(name, /^generated /);
    t.ok(totalsOf(frames).bytes >= 2_000);
  }
  t.end();
});
