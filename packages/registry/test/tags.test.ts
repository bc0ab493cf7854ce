import t from 'tap';
import { matchesPath, sensitivityOf, tagTable } from '../src/tags.js';

t.test('matches names joined by dots as Confluent’s clients do', async (t) => {
  const cases: readonly (readonly [path: string, glob: string, matches: boolean])[] = [
    ['eve', 'eve*', true],
    ['alice.bob.eve', 'a*.bob.eve', true],
    ['alice.bob.eve', 'a*.bob.e*', true],
    ['alice.bob.eve', 'a*', false],
    ['alice.bob.eve', 'a**', true],
    ['alice.bob.eve', 'alice.bob*', false],
    ['alice.bob.eve', 'alice.bob**', true],
    ['alice.bob.eve', '**.eve', true],
    ['alice.bob.eve', '**.*', true],
    ['alice.bob', 'alice.b?b', true],
    ['alice.bob', 'alice?bob', false],
    ['a+b', 'a+b', true],
    ['aab', 'a+b', false],
  ];
  for (const [path, glob, matches] of cases) t.equal(matchesPath(path, glob), matches, `${path} ${glob}`);
});

t.test('remembers a bounded number of globs', async (t) => {
  for (let index = 0; index < 1100; index += 1) t.ok(matchesPath(`a${String(index)}`, `a${String(index)}`));
});

t.test('the first listed tag counts, whatever its case; others say nothing', async (t) => {
  const table = tagTable({ Pii: 'pii', card: 'pci' });
  t.same(sensitivityOf(['PROD', 'CARD', 'PII'], table), { category: 'pci' });
  t.equal(sensitivityOf(['PROD'], table), undefined);
});
