import t from 'tap';
import { endOfGroup, skipOne } from '../../src/compile/pattern-text.js';

t.test('a group ends behind its own bracket', async (t) => {
  t.equal(endOfGroup('x(a(b)c)d', 1), 8);
  t.equal(endOfGroup('([)])x', 0), 5, 'a bracket in a class is none');
  t.equal(endOfGroup('(a\\))x', 0), 5, 'nor is an escaped one');
  t.equal(endOfGroup('(a', 0), -1);
});

t.test('an escape and a class are one construct', async (t) => {
  t.equal(skipOne('\\d+', 0), 2);
  t.equal(skipOne('[^]a]+', 0), 5);
  t.equal(skipOne('ab', 0), 1);
});
