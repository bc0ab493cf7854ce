import { Buffer } from 'node:buffer';
import t from 'tap';
import { programOf } from '../../src/compile/ruleset.js';
import { createKernel } from '../../src/kernel/index.js';
import { automatonLimits } from '../../src/prefilter/group-automaton.js';
import { recordFilterOf } from '../../src/prefilter/filters.js';
import { RecordFilter } from '../../src/prefilter/record-filter.js';
import { createSpans } from '../../src/prefilter/spans.js';
import { framed } from '../kernel/support.js';
import { fakeRuleset } from '../support.js';

const program = programOf(
  fakeRuleset([
    { id: 'token', pattern: '(?i)token-[0-9]+' },
    { id: 'near', pattern: '#~[0-9]{6}', keywords: { near: ['pin'] } },
    { id: 'named', keys: ['mail'] },
  ]),
);
const [token, near] = ['(?i)token-[0-9]+', '#~[0-9]{6}'];

function filterOf(limits = automatonLimits): RecordFilter {
  return new RecordFilter(program, createKernel(), limits);
}

function choose(filter: RecordFilter, text: string, before = ''): string[] {
  const bytes = Buffer.from(`${before}${text} behind`);
  const start = Buffer.byteLength(before);
  filter.chooseIn(bytes, start, start + Buffer.byteLength(text));
  return chosenBy(filter);
}

function chosenBy(filter: RecordFilter): string[] {
  return Array.from({ length: filter.count }, (_, at) => filter.patternAt(at).pattern.source);
}

function spansOf(filter: RecordFilter, index: number): [number, number][] | undefined {
  const spans = createSpans();
  if (!filter.spansOf(index, spans)) return undefined;
  return Array.from({ length: spans.count }, (_, at) => [spans.firsts[at] ?? -1, spans.lasts[at] ?? -1]);
}

function nameSpans(filter: RecordFilter): [number, number][] | undefined {
  const spans = createSpans();
  if (!filter.nameSpans(spans)) return undefined;
  return Array.from({ length: spans.count }, (_, at) => [spans.firsts[at] ?? -1, spans.lasts[at] ?? -1]);
}

t.test('chooses what may match, and says where in a buffer, however long the text is', async (t) => {
  const filter = filterOf();
  t.strictSame(choose(filter, 'nothing'), []);
  const text = `${'x '.repeat(20_000)}token-12 and TOKEN-3 end`;
  t.strictSame(choose(filter, text, 'token-1 before '), [token]);
  const places = spansOf(filter, 0)?.map(([first]) => first - 15) ?? [];
  const wanted = [...text.matchAll(/token-/gi)].map(({ index }) => index);
  t.equal(places.length, wanted.length);
  wanted.forEach((at, index) => {
    const place = places[index] ?? -1;
    t.ok(place >= at && place <= at + 8);
  });
});

t.test('what a keyword stands near may be decoded, and the other way round', async (t) => {
  const filter = filterOf();
  t.strictSame(choose(filter, '#~123456'), []);
  t.strictSame(choose(filter, '#~123456 pin'), [near]);
  t.strictSame(choose(filter, '#~123456 x'), []);
  filter.addDecoded(Buffer.from('the pin\n'), 8);
  t.strictSame([chosenBy(filter), filter.decodedCount], [[near], 0]);
  t.strictSame(choose(filter, 'the pin'), []);
  filter.addDecoded(Buffer.from('#~123456\n'), 9);
  t.strictSame([filter.count, filter.decodedCount], [0, 1]);
  t.equal(filter.decodedPatternAt(0).pattern.source, near);
});

t.test('names are looked for where one may stand, in the text or in what was decoded', async (t) => {
  const filter = filterOf();
  for (const [text, decoded, expected] of [
    ['mail=x', '', true],
    ['mail', 'x\n', false],
    ['x', 'mail: y\n', true],
    ['{"\\u006dail":1}', 'mail\n', true],
    ['{"name":"\\u006dail","value":1}', 'mail\n', true],
  ] as const) {
    choose(filter, `${text} end`);
    if (decoded !== '') filter.addDecoded(Buffer.from(decoded), decoded.length);
    t.equal(filter.mayHoldKeys, expected, text);
  }
});

t.test('beside ſ and K everything may match anywhere, whatever else is decoded', async (t) => {
  const filter = filterOf();
  for (const letter of ['ſ', '\u212a']) {
    t.strictSame(choose(filter, `x${letter}`), [token, near]);
    filter.addDecoded(Buffer.from('plain\n'), 6);
    t.strictSame([chosenBy(filter), filter.decodedCount], [[token, near], 0]);
    t.equal(spansOf(filter, 0), undefined);
    t.equal(nameSpans(filter), undefined);
  }
});

t.test('says where names of fields were met, with what a value may stand behind', async (t) => {
  const filter = filterOf();
  choose(filter, `{"a":"x mail=1","b":"mail","c":"y MAIL: 2"}`, 'before');
  const at = ['mail=', 'MAIL:'].map(
    (name) => `before{"a":"x mail=1","b":"mail","c":"y MAIL: 2"}`.indexOf(name) + 4,
  );
  const met = nameSpans(filter) ?? [];
  for (const place of at)
    t.ok(
      met.some(([first, last]) => first <= place && last >= place),
      String(place),
    );
  choose(filter, 'nothing=1: 2');
  t.strictSame(nameSpans(filter), []);
});

t.test('where a group is lost everything that it looks for may be anywhere', async (t) => {
  const filter = filterOf({ mostStates: 100, mostSaved: 1, bytesPerState: 1e9 });
  const { bytes, ends } = framed(['nothing', 'token-1']);
  const kernel = createKernel();
  const lost = new RecordFilter(program, kernel, { mostStates: 100, mostSaved: 1, bytesPerState: 1e9 });
  kernel.load(bytes, ends);
  lost.lookAtFrame(bytes.length);
  for (const record of [0, 1]) {
    lost.chooseInFrame(record);
    t.strictSame(chosenBy(lost), [token, near]);
    t.equal(lost.mayHoldKeys, true);
    t.equal(spansOf(lost, 0), undefined);
    t.equal(nameSpans(lost), undefined);
  }
  t.strictSame(choose(filter, 'nothing'), [token, near]);
});

t.test('what stands beside a group that is lost counts, also where it is too little elsewhere', async (t) => {
  const both = programOf(
    fakeRuleset([
      { id: 'both', pattern: '#~[0-9]{6}', keywords: { near: ['pin'] } },
      { id: 'x', pattern: 'x[a-z]{9}y' },
    ]),
  );
  const kernel = createKernel();
  const { bytes, ends } = framed(['the pin', 'nothing', '#~123456 pin']);
  for (const mostSaved of [1, 10_000]) {
    const filter = new RecordFilter(both, kernel, { mostStates: 100, mostSaved, bytesPerState: 1e9 });
    kernel.load(bytes, ends);
    filter.lookAtFrame(bytes.length);
    const chosen = [0, 1, 2].map((record) => {
      filter.chooseInFrame(record);
      return filter.count > 0;
    });
    t.strictSame(chosen, mostSaved === 1 ? [true, true, true] : [false, false, true]);
  }
});

t.test('tells the next record of a frame for which there is anything to choose', async (t) => {
  const kernel = createKernel();
  const filter = new RecordFilter(program, kernel);
  const { bytes, ends } = framed(['x', 'token-1', 'x', 'x', 'mail=x', 'x']);
  kernel.load(bytes, ends);
  filter.lookAtFrame(bytes.length);
  t.strictSame(
    [0, 1, 2, 5].map((record) => filter.nextInFrame(record, 6)),
    [1, 1, 4, 6],
  );
  const lost = new RecordFilter(program, kernel, { mostStates: 100, mostSaved: 1, bytesPerState: 1e9 });
  lost.lookAtFrame(bytes.length);
  t.equal(lost.nextInFrame(2, 6), 2);
});

t.test('forgets numbers when there are many, between frames and texts, and finds the same', async (t) => {
  const kernel = createKernel();
  const filter = new RecordFilter(program, kernel, automatonLimits, 3);
  const { bytes, ends } = framed(['x', 'token-1 pin', 'pin', 'mail=x token-2']);
  for (let round = 0; round < 3; round += 1) {
    kernel.load(bytes, ends);
    filter.lookAtFrame(bytes.length);
    filter.chooseInFrame(1);
    t.strictSame(chosenBy(filter), [token]);
    filter.chooseInFrame(3);
    t.strictSame([chosenBy(filter), filter.mayHoldKeys], [[token], true]);
    t.strictSame(choose(filter, 'token-3 pin mail: x'), [token]);
    t.strictSame(choose(filter, '#~123456 pin'), [near]);
    filter.chooseInFrame(3);
    t.strictSame(chosenBy(filter), [token, near], 'of the frame nothing is known any more');
  }
});

t.test('thousands of rulesets may follow each other, and the first one still works', async (t) => {
  const rulesetOf = (at: number): ReturnType<typeof programOf> =>
    programOf(
      fakeRuleset([
        { id: 'a', pattern: `code-${String(at)}[a-z]{3}` },
        { id: 'b', keys: ['mail'] },
      ]),
    );
  const first = rulesetOf(0);
  const early = recordFilterOf(first);
  for (let at = 1; at < 2500; at += 1)
    recordFilterOf(rulesetOf(at)).chooseIn(Buffer.from('code-1xyz '), 0, 9);
  const late = recordFilterOf(first);
  t.not(late, early, 'it was closed meanwhile');
  late.chooseIn(Buffer.from('code-0xyz '), 0, 9);
  t.equal(late.count, 1);
});

t.test('a ruleset has one filter', async (t) => {
  t.equal(recordFilterOf(program), recordFilterOf(program));
});
