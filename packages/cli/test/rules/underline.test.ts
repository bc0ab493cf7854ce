import fc from 'fast-check';
import stringWidth from 'string-width';
import t from 'tap';
import { showText, underline, type Mark } from '../../src/rules/underline.js';

function draw(text: string, marks: readonly Mark[], options = {}): string[] {
  return underline(Buffer.from(text), marks, options).flatMap((row) => [row.text, row.under]);
}

t.test('underlines bytes, whatever their characters take', async (t) => {
  t.strictSame(draw('to bob@x now', [{ start: 3, end: 8, sign: '^' }]), ['to bob@x now', '   ^^^^^']);
  t.strictSame(draw('é 日本 a', [{ start: 3, end: 9, sign: '^' }]), ['é 日本 a', '  ^^^^']);
  t.strictSame(draw('nothing', []), ['nothing', '']);
});

t.test('of overlapping marks the first is seen', async (t) => {
  const marks = [
    { start: 2, end: 4, sign: '+' },
    { start: 0, end: 6, sign: '-' },
  ];
  t.strictSame(draw('abcdef', marks), ['abcdef', '--++--']);
});

t.test('shows what would act on the terminal or hide in the text', async (t) => {
  t.equal(
    showText('a\u001b[2J\tb\u007f\u009b\u200b\u202e\u00ad\n'),
    'a␛[2J␉b␡<U+009B><U+200B><U+202E><U+00AD>␊',
  );
  t.strictSame(draw('a\u200bb', [{ start: 1, end: 4, sign: '^' }]), ['a<U+200B>b', ' ^^^^^^^^']);
});

t.test('leaves out what is far from a mark, never half a character', async (t) => {
  const text = `${'x'.repeat(50)}ébob${'y'.repeat(50)}`;
  t.strictSame(draw(text, [{ start: 52, end: 55, sign: '^' }], { around: 1 }), ['…éboby…', '  ^^^']);
  t.strictSame(draw('abcdef', [], { around: 2 }), ['ab…', '']);
  const two = [
    { start: 1, end: 2, sign: '^' },
    { start: 4, end: 5, sign: '^' },
  ];
  t.strictSame(draw('abcdef', two, { around: 1 }), ['abcdef', ' ^  ^']);
  t.strictSame(draw('abcdefgh', two, { around: 0 }), ['…b…e…', ' ^ ^']);
});

t.test('breaks rows at the columns of the terminal, signs with them', async (t) => {
  t.strictSame(draw('abcdef', [{ start: 1, end: 5, sign: '^' }], { columns: 4 }), [
    'abcd',
    ' ^^^',
    'ef',
    '^',
  ]);
  t.strictSame(draw('ab日', [], { columns: 3 }), ['ab', '', '日', '']);
});

t.test('no row is wider than asked, and no underlining longer than its row', async () => {
  const mark = fc
    .tuple(fc.nat(40), fc.nat(10))
    .map(([start, length]) => ({ start, end: start + length, sign: '^' }));
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(mark, { maxLength: 3 }),
      (text, marks) =>
        underline(Buffer.from(text), marks, { columns: 12 }).every(
          (row) => stringWidth(row.text) <= 12 && row.under.length <= stringWidth(row.text),
        ),
    ),
  );
});
