import t from 'tap';
import { excerpt } from '../src/side-by-side.js';

t.test('both sides show the same stretch around the first difference', async (t) => {
  const before = `${'a'.repeat(100)} mail ada@example.org sent`;
  const after = `${'a'.repeat(100)} mail [EMAIL] sent`;
  const cut = excerpt(before, after, 40);
  t.equal(cut.before, `…${'a'.repeat(22)} mail ada@example.or…`.replace('ada@example.or', 'ada@example.'));
  t.ok(cut.after.startsWith(`…${'a'.repeat(22)} mail [EMAIL]`));
});

t.test('a short line is shown whole', async (t) => {
  t.strictSame(excerpt('x\ty', '[X] y', 40), { before: 'x y', after: '[X] y' });
});
