import t from 'tap';
import { Globs } from '../../src/compile/globs.js';

t.test('a star stands for any characters, a question mark for one, anything else for itself', async (t) => {
  const globs = new Globs(['pay*', 'a?c', 'x.y', '*-eu-*']);
  for (const name of ['pay', 'payments', 'abc', 'x.y', 'api-eu-1', 'pay\nx']) t.ok(globs.matches(name), name);
  for (const name of ['', 'Pay', 'apay', 'ac', 'abbc', 'xay', 'api-us-1']) t.notOk(globs.matches(name), name);
  t.ok(new Globs(['*']).matches(''));
});

t.test('what has a meaning in patterns has none in a glob', async (t) => {
  const name = 'a(b)[c]{1}|d+e^f$\\g';
  t.ok(new Globs([name]).matches(name));
  t.notOk(new Globs(['a|b']).matches('a'));
});
