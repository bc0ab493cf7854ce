import fc from 'fast-check';
import t from 'tap';
import { KeyTable } from '../../src/compile/key-table.js';
import { isIndex, NameEdges } from '../../src/compile/name-edges.js';

const names = ['id', 'x', 'mail', 'email', 'user.name', 'größe', 'card2', 'a@b', 'pin', 'k'];
const table = new KeyTable(names.map((key) => ({ owner: key, key })));
const words = [
  'id',
  'ID',
  'x',
  'mail',
  'e',
  'E',
  'user',
  'name',
  'gr',
  'öße',
  'ÖSSE',
  'card',
  '2',
  'a',
  '@',
  'b',
  'pi',
];
const marks = ['_', '-', '.', ' ', '[', ']', '0', '12', 'n', 'K'];
const keys = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...marks)), { minLength: 1, maxLength: 7 })
  .map((parts) => parts.join(''));

/** The same question, asked of text: its last name, or all names as one. */
function owners(key: string): string[] {
  const path = key.includes('[')
    ? key.split(/[.[\]]/).filter((name, at) => at === 0 || (name !== '' && !/^[0-9]+$/.test(name)))
    : key.split('.');
  const plain = path.map((name) => name.toLowerCase().replace(/[_ -]/g, ''));
  const joined = plain.join('.');
  const found = names.filter((name) => joined === name || joined.endsWith(`.${name}`));
  const whole = plain.join('');
  if (plain.length > 1) found.push(...names.filter((name) => name === whole));
  return found;
}

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

t.test(`rules out no key that somebody acts on (FC_SEED=${String(seed)})`, async (t) => {
  fc.assert(
    fc.property(keys, (key) => {
      const bytes = Buffer.from(`(${key})`);
      const found: string[] = [];
      table.visitText(bytes, 1, bytes.length - 1, [], 0, (owner) => found.push(owner));
      const wanted = owners(key);
      const isSame = wanted.every((name) => found.includes(name)) && found.length === wanted.length;
      if (!isSame) t.fail(`${key}: found ${found.join()}, not ${wanted.join()}`);
      const told: string[] = [];
      table.reportText(bytes, 1, bytes.length - 1, [], (owner) => told.push(owner));
      if (told.join() !== found.join()) t.fail(`${key}: reports ${told.join()}, not ${found.join()}`);
      if (found.length > 0 && !table.mayEnd(bytes, 0, bytes.length - 1)) t.fail(`rules out ${key}`);
    }),
    { seed, numRuns: 5000 },
  );
});

t.test('rules out words that begin or end as no name does', async (t) => {
  const edges = new NameEdges();
  for (const name of ['email', 'id']) edges.add(Buffer.from(name));
  const mayBe = (word: string): boolean =>
    edges.mayBe(Buffer.from(`x${word}x`), 1, 1 + Buffer.byteLength(word));
  for (const word of ['email', 'E_Mail', 'id', '_id', 'eMail', 'emaxail', '€id']) t.ok(mayBe(word), word);
  for (const word of ['mail', 'emails', 'idx', 'aid', '55', 'elvis']) t.notOk(mayBe(word), word);
  const mayEnd = (text: string): boolean => edges.mayEnd(Buffer.from(text), 0, Buffer.byteLength(text));
  for (const text of ['your id', 'a[id].0', 'a[id][1]', 'a[id', 'a[id].x.7', 'id[3', ''])
    t.ok(mayEnd(text), text);
  for (const text of ['at id[7]', 'at id[]', 'id[1].2[3]', 'id]', '_[7]']) t.ok(mayEnd(text), text);
  for (const text of ['sshd[12]', 'words[a].0[1]', '(12]', 'a[7]']) t.notOk(mayEnd(text), text);
  edges.add(Buffer.from('a]'));
  t.ok(mayEnd('sshd[12]'), 'a name that ends in a bracket may be any');
  for (const text of ['at 06', '10.0.0.1', '06', 'words', `a[${'b'.repeat(130)}.1`])
    t.notOk(mayEnd(text), text);
  t.ok(isIndex(Buffer.from('a12]'), 1, 3));
  t.notOk(isIndex(Buffer.from('a12]'), 0, 3));
});
