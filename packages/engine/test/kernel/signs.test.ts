import t, { type Test } from 'tap';
import { createKernel } from '../../src/kernel/index.js';
import { sign, signsOfEncoded } from '../../src/scan/inspect.js';
import { framed } from './support.js';

const kernels = [createKernel(), createKernel({ plain: true })];

function check(t: Test, cases: readonly (readonly [record: string, signs: number])[]): void {
  const { bytes, ends } = framed(cases.map(([record]) => record));
  for (const kernel of kernels) {
    kernel.load(bytes, ends);
    const signs = kernel.signs();
    for (const [index, [record, expected]] of cases.entries())
      t.equal(
        (signs[index] as number) & signsOfEncoded,
        expected,
        `${kernel.kind}: ${JSON.stringify(record)}`,
      );
  }
}

const sentence = 'a sentence of some length';
const encoded = Buffer.from(sentence).toString('base64');

t.test('a run of base64 has a sign if it, or a piece of it, begins with text', async (t) => {
  check(t, [
    [encoded, sign.base64],
    [`x=${Buffer.from(`ü${sentence}`).toString('base64url')} y`, sign.base64],
    [`/users/${encoded}`, sign.base64],
    [`name_${encoded.slice(0, 30)}`, sign.base64],
    [`/a/b/${encoded}/c`, sign.base64],
    [encoded.slice(0, 21), 0],
    [encoded.slice(0, 25), 0],
    ['123e4567-e89b-12d3-a456-426614174000', 0],
    ['/var/lib/kubelet/plugins/io_example/state', 0],
    [`${'A'.repeat(200)} and ${'/'.repeat(100)}`, 0],
    [`${encoded.slice(0, 15)}.${encoded.slice(15)}`, 0],
  ]);
});

t.test('a = has a sign where quoted-printable would be decoded', async (t) => {
  check(t, [
    ['bob=40example', sign.quotedPrintable],
    ['bob=2Eorg', sign.quotedPrintable],
    ['M=C3=BCller', sign.quotedPrintable],
    ['soft=\nbreak', sign.quotedPrintable | sign.lineBreaks],
    ['soft=\r\nbreak', sign.quotedPrintable | sign.lineBreaks],
    ['n=40', 0],
    ['n=40 m=2e k=2Fx'.slice(0, 9), 0],
    ['k=41bc and k=30a and =C3=', sign.quotedPrintable],
    ['k=41bc and k=30a and =C3', 0],
    ['status=', 0],
    ['=4', 0],
  ]);
});

t.test('escapes and line breaks have a sign wherever they stand in a record', async (t) => {
  for (let length = 0; length < 40; length += 1) {
    const before = 'x '.repeat(20).slice(0, length);
    check(t, [
      [`${before}%4`, sign.escapes],
      [`${before}%u x`, sign.escapes],
      [`${before}% 4`, 0],
      [`${before}%`, 0],
      [`${before}\\`, sign.escapes],
      [`${before}&`, sign.escapes],
      [`${before}\u200b`, sign.escapes],
      [`${before}ä`, 0],
      [`${before}\n`, sign.lineBreaks],
      [before, 0],
    ]);
  }
});

t.test(
  'what may begin a document and what parts a key from its value have a sign wherever they stand',
  async (t) => {
    const cases: readonly (readonly [string, number])[] = [
      ...['=', ':', '<'].map((part) => [part, sign.pairs] as const),
      ...['{"', '[ ', '{\t', '[\r', '[{', '{', '['].map((part) => [part, sign.document] as const),
      ...['{a', '[1', '{[x', '[[x', '{{x', ';', '>', '?', ']', '}', '\u001a', '\u001d', '\u005c'].map(
        (part) => [part, 0] as const,
      ),
      ['[x: {"', sign.pairs | sign.document],
    ];
    for (let length = 0; length < 40; length += 1) {
      const records = cases.map(([part]) => `x ${'. '.repeat(20).slice(0, length)}${part}`);
      const { bytes, ends } = framed(records);
      for (const kernel of kernels) {
        kernel.load(bytes, ends);
        const signs = [...kernel.signs()].map((found) => found & (sign.pairs | sign.document));
        t.strictSame(
          signs,
          cases.map(([, expected]) => expected),
          `${kernel.kind}, ${String(length)}`,
        );
      }
    }
    const { bytes, ends } = framed(['{1', '[1', ' {1', '1{', '']);
    for (const kernel of kernels) {
      kernel.load(bytes, ends);
      t.strictSame([...kernel.signs()], [16, 16, 0, 16, 0], 'at the begin and the end of a text');
    }
  },
);
