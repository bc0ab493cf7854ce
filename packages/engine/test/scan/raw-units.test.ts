import { Buffer } from 'node:buffer';
import t from 'tap';
import { createSpans } from '../../src/prefilter/spans.js';
import { prepareRest } from '../../src/scan/prepare-rest.js';
import { readTokens } from '../../src/scan/prepare.js';
import { RawUnits } from '../../src/scan/raw-units.js';
import { RecordScan } from '../../src/scan/record-scan.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';

function scanOf(record: string, format: EngineFormat = 'json'): RecordScan {
  const scan = new RecordScan(defaultLimits);
  const bytes = Buffer.from(record);
  scan.open(bytes, 0, bytes.length, format);
  t.equal(readTokens(scan), undefined);
  t.equal(prepareRest(scan), undefined);
  return scan;
}

/** The texts that were found, as written; those that are units with a mark. */
function textsOf(units: RawUnits, scan: RecordScan): string[] {
  return [...units.found.subarray(0, units.count)].map((unit) => {
    const { starts, ends } = unit < 0 ? scan.tokens : scan.units;
    const at = unit < 0 ? -1 - unit : unit;
    return `${unit < 0 ? '' : 'unit '}${scan.bytes.toString('utf8', starts[at], ends[at])}`;
  });
}

/** The texts that hold a byte of one of the spans `[first, last]`, or end right before one. */
function found(scan: RecordScan, ...spans: readonly (readonly [number, number])[]): string[] {
  const units = new RawUnits();
  units.open(scan);
  const firsts = Uint32Array.from(spans, ([first]) => first);
  const lasts = Uint32Array.from(spans, ([, last]) => last);
  units.findAt({ ...createSpans(), count: spans.length, firsts, lasts });
  return textsOf(units, scan);
}

t.test(
  'finds keys and scalars of JSON by their places, and neither containers nor what is empty',
  async (t) => {
    const record = '{"ab":[12,"",{"c":"xyz"}],"d":null}';
    const scan = scanOf(record);
    const at = (part: string, byte = 0): string[] => {
      const place = record.indexOf(part) + byte;
      return found(scan, [place, place]);
    };
    t.strictSame([at('ab'), at('ab', 1), at('ab', 2)], [['ab'], ['ab'], ['ab']], 'and right behind them');
    t.strictSame(
      [at('{'), at('"ab'), at('":['), at('['), at('12'), at(',"",')],
      [[], [], ['ab'], [], ['12'], ['12']],
    );
    t.strictSame(
      [at('"",'), at('",{'), at(',{'), at('{"c'), at('}]'), at('null', 3)],
      [[], [], [], [], [], ['null']],
    );
    t.strictSame(found(scan, [0, record.length]), ['ab', '12', 'c', 'xyz', 'd', 'null']);
    t.strictSame(
      found(scan, [2, 3], [3, 8], [8, 9], [17, 40]),
      ['ab', '12', 'xyz', 'd', 'null'],
      'each once',
    );
    t.strictSame(found(scan), []);
  },
);

t.test('leaves out what is escaped, which is searched decoded', async (t) => {
  t.strictSame(found(scanOf(String.raw`{"a":"b\u0063","d":"e"}`), [0, 30]), ['a', 'd', 'e']);
});

t.test('finds what stands in documents within a text beside that text', async (t) => {
  const json = `["a","see {'b':[1]} {'cd':'ef'} here","g"]`.replaceAll("'", String.raw`\"`);
  t.strictSame(found(scanOf(json), [0, 60]), ['a', 'g'], 'decoded with it');
  const scan = scanOf('["a","[1,23]",4]');
  t.strictSame(found(scan, [0, 20]), ['a', '[1,23]', '4', 'unit 1', 'unit 23']);
  t.strictSame(found(scan, [9, 9]), ['[1,23]', 'unit 23']);
  t.strictSame(found(scan, [2, 2], [7, 7]), ['a', '[1,23]', 'unit 1']);
  const text = scanOf('say {"b":[1,{"cd":"ef"}]} now', 'text');
  const whole = 'unit say {"b":[1,{"cd":"ef"}]} now';
  t.strictSame(found(text, [2, 2]), [whole]);
  t.strictSame(found(text, [0, 0], [19, 19]), [whole, 'unit ef']);
  t.strictSame(found(text), []);
});

t.test('lists all, with their ends', async (t) => {
  const units = new RawUnits();
  const values = Array.from({ length: 200 }, (_, at) => at + 100);
  const many = scanOf(JSON.stringify([...values, '[1]']));
  units.open(many);
  units.findAll();
  t.strictSame(textsOf(units, many), [...values.map(String), '[1]', 'unit 1']);
  t.equal(units.endAt(0), 4);
  t.equal(units.endAt(201), many.units.ends[units.found[201] as number]);
  const text = scanOf('one [1]', 'text');
  units.open(text);
  units.findAll();
  t.strictSame(textsOf(units, text), ['unit one [1]']);
});
