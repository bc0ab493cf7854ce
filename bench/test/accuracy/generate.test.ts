import t from 'tap';
import { generateLines } from '../../src/accuracy/generate.js';
import { kinds } from '../../src/accuracy/kinds.js';
import { generateNegatives } from '../../src/accuracy/negatives.js';
import type { LabelledLine } from '../../src/accuracy/pieces.js';

const isUtf8Start = (byte: number | undefined): boolean => byte === undefined || (byte & 0xc0) !== 0x80;
const bytesOf = (lines: Iterable<LabelledLine>): string[] => [...lines].map(({ bytes }) => bytes.toString());

/** A line with its labels as one text: cheap to compare. */
const textsOf = (lines: Iterable<LabelledLine>): string[] =>
  [...lines].map(({ bytes, labels, optional }) => JSON.stringify([bytes.toString(), labels, optional]));

t.test('draws the same lines from the same seed, and others from another', (t) => {
  const first = textsOf(generateLines('tune', 1, 300));
  t.same(textsOf(generateLines('tune', 1, 300)), first);
  t.notSame(textsOf(generateLines('tune', 2, 300)), first);
  t.notSame(textsOf(generateLines('held-out', 1, 300)), first);
  t.same(textsOf(generateNegatives(1, 300)), textsOf(generateNegatives(1, 300)));
  t.end();
});

t.test('holds out other lines than it gives to tune on', (t) => {
  const tune = new Set(bytesOf(generateLines('tune', 1, 3000)));
  const shared = bytesOf(generateLines('held-out', 1, 3000)).filter((line) => tune.has(line));
  t.same(shared, []);
  t.end();
});

for (const set of ['tune', 'held-out'] as const) {
  t.test(`${set}: labels lie in order on whole characters and do not overlap`, (t) => {
    for (const { bytes, labels, optional } of generateLines(set, 4, 2000)) {
      const spans = [...labels, ...optional].sort((a, b) => a.start - b.start);
      let end = 0;
      for (const span of spans) {
        if (span.start < end || span.end <= span.start || span.end > bytes.length) t.fail(bytes.toString());
        if (!isUtf8Start(bytes[span.start]) || !isUtf8Start(bytes[span.end])) t.fail(bytes.toString());
        end = span.end;
      }
    }
    t.pass();
    t.end();
  });

  t.test(`${set}: records that claim to be JSON parse`, (t) => {
    for (const { bytes, shape } of generateLines(set, 5, 2000)) {
      if (!shape.startsWith('json-') || shape === 'json-in-text') continue;
      t.doesNotThrow(() => JSON.parse(bytes.toString()) as unknown, shape);
    }
    t.end();
  });

  t.test(`${set}: every kind occurs`, (t) => {
    const seen = new Set<string>();
    for (const { labels } of generateLines(set, 6, 8000)) for (const { kind } of labels) seen.add(kind);
    t.same(
      Object.keys(kinds).filter((kind) => !seen.has(kind)),
      [],
    );
    t.end();
  });
}

t.test('labels an encoded value as the whole run', (t) => {
  const encoded = [...generateLines('tune', 8, 4000)].filter(({ shape }) => shape === 'base64');
  t.ok(encoded.length > 20);
  for (const { bytes, labels } of encoded) {
    const [label] = labels;
    const run = bytes.subarray(label?.start, label?.end).toString();
    t.match(run, /^[A-Za-z0-9+/_-]+={0,2}$/);
    t.match(Buffer.from(run, 'base64').toString(), /^(?:\{".*"ok":true\}|[\w ]+: .+)$/s);
  }
  t.end();
});

t.test('hard negatives carry no label', (t) => {
  const lines = [...generateNegatives(1, 2000)];
  t.equal(lines.filter(({ labels }) => labels.length > 0).length, 0);
  t.ok(new Set(lines.map(({ shape }) => shape)).size > 50);
  t.end();
});
