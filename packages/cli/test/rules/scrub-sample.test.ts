import { compareFindings, type Finding } from '@scrubjay/engine';
import fc from 'fast-check';
import t from 'tap';
import { sampleOf, type Sample } from '../../src/rules/scrub-sample.js';

const labels = new Map([
  ['a', 'A'],
  ['b', 'B'],
]);

function at(detector: string, start: number, end: number, action: Finding['action'] = 'mask'): Finding {
  return { detector, category: 'pii', action, confidence: 1, start, end };
}

function samplesOf(text: string, before: readonly Finding[], after: readonly Finding[]): readonly Sample[] {
  const record = { index: 3, bytes: Buffer.from(text), before, after, labels };
  return compareFindings(before, after).map((difference) => sampleOf(record, difference));
}

function shown({ text = '', start, end }: Sample): [string, string] {
  return [text, Buffer.from(text).toString('utf8', start, end)];
}

t.test('shows the place with everything hidden that either ruleset finds', async (t) => {
  const samples = samplesOf('x secret1 y 4242 z', [at('a', 2, 9)], [at('b', 12, 16)]);
  t.strictSame(samples.map(shown), [
    ['x [A] y [B] z', '[A]'],
    ['x [A] y [B] z', '[B]'],
  ]);
  t.match(samples[0], { record: 3, detector: 'a', change: 'removed' });
});

t.test('hides the union where both find something else at the same place', async (t) => {
  const samples = samplesOf('x secret1 y', [at('a', 2, 6)], [at('a', 4, 9)]);
  t.strictSame(samples.map(shown), [['x [A] y', '[A]']]);
});

t.test('shows nothing of a record that either ruleset discards', async (t) => {
  const [sample] = samplesOf('all of it', [], [at('a', 0, 3, 'discard')]);
  t.equal(sample?.text, undefined);
});

t.test('cuts long records at whole characters', async (t) => {
  const text = `${'é'.repeat(200)}secret${'é'.repeat(200)}`;
  const [sample] = samplesOf(text, [], [at('a', 400, 406)]);
  t.strictSame(sample && shown(sample), [`…${'é'.repeat(30)}[A]${'é'.repeat(30)}…`, '[A]']);
  const [odd] = samplesOf(`x${text}`, [], [at('a', 401, 407)]);
  t.match(odd?.text, /^…é+\[A\]é+…$/);
});

t.test('a detector that only one policy knows is hidden all the same', async (t) => {
  const [sample] = samplesOf('secret', [], [at('unknown', 0, 6)]);
  t.equal(sample?.text, '[HIDDEN]');
});

const findings = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }), fc.constantFrom('a', 'b')), { maxLength: 8 })
  .map((parts) => {
    let end = 0;
    return parts.map(([gap, length, detector]) => {
      const start = end + gap;
      end = start + length;
      return at(detector, start, end);
    });
  });

t.test('no byte that either ruleset finds is in any sample', async () => {
  // Every byte of the record is another character, so that each can be told from all others.
  const text = Array.from({ length: 60 }, (_, index) => String.fromCharCode(0x21 + index))
    .filter((char) => !'[]AB'.includes(char))
    .join('');
  fc.assert(
    fc.property(findings, findings, (before, after) => {
      const hidden = [...before, ...after].flatMap(({ start, end }) => [...text.slice(start, end)]);
      return samplesOf(text, before, after).every(
        (sample) => !hidden.some((char) => sample.text?.includes(char)),
      );
    }),
  );
});
