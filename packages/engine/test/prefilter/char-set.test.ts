import t from 'tap';
import { charSet, foldCase, union } from '../../src/prefilter/char-set.js';

function folded(text: string): string | undefined {
  const set = foldCase(union(Array.from(text, (char) => charSet(char.codePointAt(0) ?? 0))));
  if (set.others === undefined) return undefined;
  return [...set.ascii, ...set.others].map((code) => String.fromCodePoint(code)).join('');
}

t.test('a letter beyond ASCII is folded as RE2 folds it', async (t) => {
  t.equal(folded('a1č'), 'aA1Čč');
  t.equal(folded('–'), '–');
  t.equal(folded('µ'), 'µΜμ');
  t.equal(folded('\u00e5'), '\u00c5\u00e5\u212b');
});

t.test('what may be ASCII, or stands far out, or is too much may be any character', async (t) => {
  for (const text of ['ſ', '\u212a', '\u{10428}', 'äöüßéè']) t.equal(folded(text), undefined, text);
  for (const letter of 'kKsS') t.ok(foldCase(charSet(0x17f)).ascii.has(letter.charCodeAt(0)));
});
