import t from 'tap';
import { parseExternal, readLabelMap } from '../../src/accuracy/external.js';
import { openSet } from '../../src/accuracy/sets.js';

const text = 'für 😀 a@b.cd';
const json = (spans: readonly object[]): string => `${JSON.stringify({ text, spans })}\n\n`;
const none = new Map<string, string | null>();

t.test('reads offsets in bytes, characters and UTF-16 units', (t) => {
  const starts = { bytes: 10, characters: 6, utf16: 7 } as const;
  for (const unit of ['bytes', 'characters', 'utf16'] as const) {
    const start = starts[unit];
    const [line] = parseExternal(json([{ start, end: start + 6, label: 'email' }]), none, unit);
    t.match(line, { labels: [{ start: 10, end: 16, kind: 'email', category: 'pii' }], optional: [] }, unit);
  }
  t.end();
});

t.test('maps labels to kinds and categories, and leaves out those that count neither way', (t) => {
  const map = new Map([
    ['EMAIL', 'email'],
    ['NAME', 'pii'],
    ['DATE', null],
  ]);
  const spans = ['EMAIL', 'NAME', 'DATE'].map((label) => ({ start: 10, end: 16, label }));
  const [line] = parseExternal(json(spans), map, 'bytes');
  t.match(line?.labels, [
    { kind: 'email', category: 'pii' },
    { kind: 'NAME', category: 'pii' },
  ]);
  t.match(line?.optional, [{ start: 10, end: 16 }]);
  t.end();
});

t.test('refuses what it cannot read, naming the line and never its text', (t) => {
  t.throws(() => parseExternal('nonsense', none, 'bytes'), /^Line 1 is not/);
  t.throws(() => parseExternal('{"text":1,"spans":[]}', none, 'bytes'), /^Line 1 is not/);
  t.throws(() => parseExternal('{"text":"a","spans":[1]}', none, 'bytes'), /^Line 1 is not/);
  t.throws(
    () => parseExternal(json([{ start: 0, end: 99, label: 'email' }]), none, 'bytes'),
    /outside the text/,
  );
  t.throws(
    () => parseExternal(json([{ start: 0, end: 2, label: 'X' }]), none, 'bytes'),
    /neither a kind nor/,
  );
  t.end();
});

t.test('opens a labelled file with its label map', async (t) => {
  const dir = t.testdir({
    'set.jsonl': json([{ start: 10, end: 16, label: 'MAIL' }]),
    'map.json': '{"MAIL":"email","OTHER":null}',
    'array.json': '[]',
    'number.json': '{"MAIL":1}',
    'unknown.json': '{"MAIL":"telepathy"}',
  });
  const options = { lines: 1, seed: 1, offsets: 'bytes' } as const;
  const set = await openSet(`${dir}/set.jsonl`, { ...options, labels: `${dir}/map.json` });
  t.match([...set.lines], [{ labels: [{ kind: 'email' }], shape: 'external' }]);
  await t.rejects(openSet(`${dir}/set.jsonl`, options), /MAIL/, 'without the map the label is unknown');
  await t.rejects(readLabelMap(`${dir}/array.json`), /not a JSON object/);
  await t.rejects(readLabelMap(`${dir}/number.json`), /MAIL/);
  await t.rejects(readLabelMap(`${dir}/unknown.json`), /telepathy/);
});

t.test('opens the generated sets by name', async (t) => {
  const options = { lines: 5, seed: 1, offsets: 'bytes' } as const;
  for (const name of ['tune', 'held-out', 'negatives']) {
    const set = await openSet(name, options);
    t.equal([...set.lines].length, 5, name);
    t.equal(set.seed, 1);
  }
});
