import t from 'tap';
import { KeyTable, splitKey } from '../../src/compile/key-table.js';

/** Detectors (by their place in `keys`) that act below the JSON keys `path`. */
function visit(keys: string[], ...path: string[]): number[] {
  const table = new KeyTable(keys.map((key, owner) => ({ owner, key })));
  const ids: number[] = [];
  let length = 0;
  let found: number[] = [];
  for (const key of path) {
    found = [];
    const bytes = Buffer.from(`"${key}"`);
    length = table.visit(bytes, 1, bytes.length - 1, ids, length, (owner) => found.push(owner));
  }
  return found;
}

t.test('takes all casing styles for the same name', async (t) => {
  const styles = [
    'userEmail',
    'user_email',
    'user-email',
    'UserEmail',
    'USER_EMAIL',
    'user email',
    'useremail',
    '_user__email',
  ];
  for (const entry of styles) for (const key of styles) t.strictSame(visit([entry], key), [0]);
  for (const key of ['user', 'email', 'useremails', 'user_emai', '', '_'])
    t.strictSame(visit(['userEmail'], key), []);
});

t.test('matches a dotted entry with the end of the path, nested or flat', async (t) => {
  const entry = ['user.contact.mail'];
  t.strictSame(visit(entry, 'user', 'contact', 'mail'), [0]);
  t.strictSame(visit(entry, 'event', 'User', 'Contact', 'MAIL'), [0]);
  t.strictSame(visit(entry, 'user.contact.mail'), [0]);
  t.strictSame(visit(entry, 'event.user', 'contact.mail'), [0]);
  t.strictSame(visit(entry, 'contact', 'mail'), []);
  t.strictSame(visit(entry, 'user', 'mail'), []);
  t.strictSame(visit(entry, 'contact', 'user', 'mail'), []);
});

t.test('reads a dot in a JSON key both as a path and as a style of one name', async (t) => {
  t.strictSame(visit(['email'], 'user.email'), [0]);
  t.strictSame(visit(['email'], 'e.mail'), [0]);
  t.strictSame(visit(['user.email'], 'user', 'e.mail'), [0]);
  t.strictSame(visit(['orig_h'], 'id.orig_h'), [0]);
  t.strictSame(visit(['id.orig_h'], 'id.orig_h'), [0]);
});

t.test('reports every detector of a name', async (t) => {
  t.strictSame(visit(['mail', 'user.mail', 'ip', 'MAIL'], 'user', 'mail'), [0, 1, 3]);
});

t.test('takes names beyond ASCII and longer than any before', async (t) => {
  t.strictSame(visit(['Straße'], 'STRAßE'), [0]);
  t.strictSame(visit(['numéro_client'], 'NumÉro-Client'), [0]);
  const long = 'x'.repeat(2000);
  t.strictSame(visit([long], `X_${long.slice(1)}`), [0]);
  t.strictSame(visit(['é'], 'é'.repeat(200)), []);
  t.strictSame(visit(['é'.repeat(300)], 'é'.repeat(300)), [0]);
  // U+0130 in lower case is longer than itself.
  t.strictSame(visit(['İ'.repeat(120)], 'İ'.repeat(120)), [0]);
});

t.test('keeps many names apart', async (t) => {
  const names = Array.from({ length: 500 }, (_, index) => `name${String(index)}x`);
  const table = new KeyTable(names.map((key, owner) => ({ owner, key })));
  const ids = new Set(names.map((name) => table.idOf(Buffer.from(name), 0, name.length)));
  t.equal(ids.size, 500);
  t.notOk(table.isEmpty);
  t.ok(new KeyTable([]).isEmpty);
  t.equal(table.idOf(Buffer.from('name500x'), 0, 8), 0);
});

t.test('splits an entry into normalised names', async (t) => {
  t.strictSame(splitKey('User-Info.E_Mail Address'), ['userinfo', 'emailaddress']);
});

t.test('a * in a path stands for any one name', async (t) => {
  const entry = ['user.*.mail', '*.pin'];
  t.strictSame(visit(entry, 'user', 'home', 'mail'), [0]);
  t.strictSame(visit(entry, 'user.work.mail'), [0]);
  t.strictSame(visit(entry, 'x', 'user', '', 'mail'), [0]);
  t.strictSame(visit(entry, 'user', 'mail'), []);
  t.strictSame(visit(entry, 'user', 'a', 'b', 'mail'), []);
  t.strictSame(visit(entry, 'a', 'pin'), [1]);
  t.strictSame(visit(entry, 'pin'), []);
});

t.test('takes a key as a form writes it for a path', async (t) => {
  const table = new KeyTable([{ owner: 'x', key: 'user.mail' }]);
  const find = (key: string): string[] => {
    const found: string[] = [];
    const bytes = Buffer.from(`${key}[`);
    table.visitText(bytes, 0, bytes.length - 1, [], 0, (owner) => found.push(owner));
    return found;
  };
  for (const key of ['user[mail]', 'user[0][mail]', 'user[][mail]', 'a[user].mail', 'user.mail[]'])
    t.strictSame(find(key), ['x'], key);
  for (const key of ['user[a][mail]', '[0]', 'mail']) t.strictSame(find(key), [], key);
});
