import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { KeyTable } from '../../src/compile/key-table.js';
import { keyRole } from '../../src/scan/key-role.js';
import { KnownKeys, knownKeysOf } from '../../src/scan/known-keys.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_124);
const names = ['email', 'user.mail', 'orig_h', 'x'.repeat(60), 'numéro'];
const table = new KeyTable(names.map((key) => ({ owner: key, key })));

function find(keys: KnownKeys<string>, key: string): unknown {
  // Other bytes stand around it in a record.
  const bytes = Buffer.from(`{"${key}":"`);
  return keys.find(bytes, 2, bytes.length - 3);
}

function expected(key: string): unknown {
  const bytes = Buffer.from(key);
  const roles: Record<string, number> = {
    ...{ value: keyRole.value, key: keyRole.name, name: keyRole.name },
    ...{ values: keyRole.wrapper, kvlistvalue: keyRole.wrapper, kvlist_value: keyRole.wrapper },
  };
  return { names: table.read(bytes, 0, bytes.length), role: roles[key.toLowerCase()] ?? 0 };
}

t.test('says the same of a key each time', async (t) => {
  const keys = new KnownKeys(table);
  const some = [
    'email',
    'E-Mail',
    'e.mail',
    'id.orig_h',
    '',
    'Value',
    'KEY',
    'kvlist_value',
    'NUMÉRO',
    'x'.repeat(300),
  ];
  for (let round = 0; round < 3; round += 1)
    for (const key of [...some, ...names]) t.strictSame(find(keys, key), expected(key), key);
});

t.test('keeps keys apart that differ in one byte, or are many', async (t) => {
  const keys = new KnownKeys(table);
  for (let round = 0; round < 2; round += 1) {
    for (let at = 0; at < 40; at += 1) {
      const key = `${'x'.repeat(at)}y${'x'.repeat(39 - at)}`;
      t.strictSame(find(keys, key), expected(key), key);
    }
    for (const length of [39, 40, 41, 59, 60, 61])
      t.strictSame(find(keys, 'x'.repeat(length)), expected('x'.repeat(length)));
  }
  for (let index = 0; index < 6000; index += 1) {
    find(keys, `name${String(index)}`);
    if (index % 500 === 0) t.strictSame(find(keys, 'user.mail'), expected('user.mail'));
  }
});

t.test(`says what the table says, whatever came before (FC_SEED=${String(seed)})`, async (t) => {
  const keys = new KnownKeys(table);
  const part = fc.constantFrom(
    'e',
    'mail',
    'user',
    'orig',
    '_',
    '-',
    '.',
    'h',
    'X',
    'é',
    'x'.repeat(20),
    'value',
    's',
    '',
  );
  const key = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(key, (text) => {
        t.strictSame(find(keys, text), expected(text));
      }),
      { numRuns: 3000, seed },
    );
  });
});

t.test('forgets what numbers stood for once they are given anew', async (t) => {
  const keys = new KnownKeys(table);
  const key = keys.find(Buffer.from('email'), 0, 5);
  keys.note(7, key);
  t.strictSame([keys.byNumber.length, keys.byNumber[7], keys.byNumber[6]], [8, key, undefined]);
  keys.follow(0);
  t.equal(keys.byNumber[7], key);
  keys.follow(1);
  t.strictSame(keys.byNumber, []);
  keys.note(1, key);
  keys.follow(1);
  t.equal(keys.byNumber[1], key);
});

t.test('is kept by table', async (t) => {
  t.equal(knownKeysOf(table), knownKeysOf(table));
  t.not(knownKeysOf(table), knownKeysOf(new KeyTable<string>([])));
});
