import { Buffer } from 'node:buffer';
import t from 'tap';
import { JsonTokens } from '../../src/formats/json-tokens.js';
import { appendJson, tokenizeJson } from '../../src/formats/tokenize-json.js';
import { tokenizePlain } from '../../src/kernel/json-plain.js';
import { differenceIn, kernel, rowsOf } from './json-support.js';

function kernelOutcome(text: string, maxDepth: number, tokens = new JsonTokens()): string | undefined {
  const bytes = Buffer.from(text);
  return kernel().tokenize(bytes, 0, bytes.length, maxDepth, tokens);
}

t.test('refuses every control byte, at every place of a vector', async (t) => {
  for (let byte = 0; byte < 256; byte += 1) {
    for (const at of [0, 1, 14, 15, 16, 17, 31, 40]) {
      const record = Buffer.from(`"${'x'.repeat(48)}"`);
      record[1 + at] = byte;
      if (differenceIn(record, 1) !== undefined) t.fail(`byte ${byte} at ${at}`);
    }
  }
});

t.test('knows every escape, number and word of the plain tokenizer', async (t) => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  for (const byte of bytes) {
    for (const head of [
      '"\\',
      '"\\u',
      '"\\u1',
      '"\\u12',
      '"\\u123',
      '',
      '-',
      '0',
      '1',
      '1.',
      '1e',
      '1e+',
      't',
      'n',
    ]) {
      for (const tail of ['"', '123"', '1', '', 'rue', 'ull']) {
        const record = Buffer.concat([Buffer.from(head), Buffer.from([byte]), Buffer.from(tail)]);
        if (differenceIn(record, 1) !== undefined) t.fail(JSON.stringify([head, byte, tail]));
      }
    }
  }
});

t.test('tells what is wrong first', async (t) => {
  t.equal(kernelOutcome('[[1', 1), 'too_deep');
  t.equal(kernelOutcome('[01,[1]]', 1), 'malformed_json');
  t.equal(kernelOutcome('{"a":{"b":{}}}', 2), 'too_deep');
  t.equal(kernelOutcome('{"a":{"b":{}}}', 3), 'ok');
  t.equal(kernelOutcome('1', 0), 'ok');
  t.equal(kernelOutcome('[]', 0), 'too_deep');
  for (const depth of [63, 64, 65]) {
    const deep = Buffer.from(`${'[{"a":'.repeat(32)}1${'}]'.repeat(32)}`);
    t.equal(differenceIn(deep, depth), undefined, `limit ${depth}`);
  }
  const deepest = '['.repeat(65_536);
  t.equal(kernelOutcome(`${deepest}[`, 65_536), undefined, 'more tokens than fit');
  t.equal(kernelOutcome(deepest.slice(2) + ']'.repeat(65_534), 65_536), 'ok');
});

t.test('leaves to the plain tokenizer what is beyond it', async (t) => {
  for (const maxDepth of [-1, 1.5, 65_537, Number.POSITIVE_INFINITY, Number.NaN])
    t.equal(kernelOutcome('[1]', maxDepth), undefined, `depth ${maxDepth}`);
  t.equal(kernelOutcome(`"${'x'.repeat(1_048_573)}"`, 1), 'ok');
  t.equal(kernelOutcome(`"${'x'.repeat(1_048_574)}"`, 1), undefined);
  const many = `[${'1,'.repeat(65_534)}1]`;
  t.equal(kernelOutcome(many, 1), undefined);
  const tokens = new JsonTokens();
  t.equal(tokenizeJson(Buffer.from(many), 0, many.length, 1, tokens), 'ok');
  t.equal(tokens.count, 65_536);
});

t.test('keeps the tokens of one while another reads', async (t) => {
  const [first, second, expected] = [new JsonTokens(), new JsonTokens(), new JsonTokens()];
  for (const size of [1, 1000]) {
    const record = Buffer.from(`{"a":[${'"\\n",'.repeat(size)}{}]}`);
    const other = Buffer.from('[true]');
    tokenizePlain(record, 0, record.length, 9, expected);
    t.equal(kernel().tokenize(record, 0, record.length, 9, first), 'ok');
    t.equal(kernel().tokenize(other, 0, other.length, 9, second), 'ok');
    t.strictSame(rowsOf(first), rowsOf(expected));
    t.equal(kernel().tokenize(other, 0, 2, 9, first), 'malformed_json');
    t.equal(first.count, 0);
    t.strictSame(rowsOf(second), [
      [7, 3],
      [0, 1],
      [6, 5],
      [-1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 5],
      [0, 0],
      [0],
    ]);
  }
});

t.test('clears what was added to the record before', async (t) => {
  const fast = new JsonTokens();
  const plain = new JsonTokens();
  const record = Buffer.from('["[1]",2,3]');
  t.equal(kernel().tokenize(record, 0, record.length, 9, fast), 'ok');
  fast.nextInPool = 1;
  fast.nextDocument = 3;
  fast.count = 0;
  t.equal(appendJson(record, 0, record.length, 9, fast), record.length);
  t.equal(kernel().tokenize(record, 0, record.length, 9, fast), 'ok');
  tokenizePlain(record, 0, record.length, 9, plain);
  t.strictSame(rowsOf(fast), rowsOf(plain));
});

t.test('says what the strings of a record hold, each and all together', async (t) => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['["a;b","c>d"]', [0, 0, 0, 0]],
    ['["a=b",":","<"]', [1, 0, 1, 1, 1]],
    ['{"{":"[",":":1}', [3, 0, 2, 2, 1, 0]],
    ['["%","&","é"]', [4, 0, 4, 4, 4]],
    [String.raw`["\u003d","x\n="]`, [9, 0, 0, 1]],
    ['["=[%"]', [7, 0, 7]],
    ['[=', [0]],
  ];
  for (const [record, expected] of cases) {
    const bytes = Buffer.from(record);
    for (const read of [kernel().tokenize.bind(kernel()), tokenizePlain]) {
      const tokens = new JsonTokens();
      read(bytes, 0, bytes.length, 9, tokens);
      const holds = record === '[=' ? [] : tokens.holds.subarray(0, tokens.count);
      t.strictSame([tokens.held, ...holds], expected, record);
    }
  }
});

function numbersOf(record: string, tokens = new JsonTokens()): number[] {
  const bytes = Buffer.from(record);
  t.equal(kernel().tokenize(bytes, 0, bytes.length, 9, tokens), 'ok');
  return [...tokens.keyNumbers.subarray(0, tokens.count)].filter((_, token) => tokens.kinds[token] === 0);
}

function learn(key: string): number {
  const bytes = Buffer.from(`"${key}"`);
  return kernel().learnKey(bytes, 1, bytes.length - 1);
}

t.test('tells keys that it has learnt by their numbers, and no others', async (t) => {
  const lengths = Array.from({ length: 48 }, (_, at) => at + 1);
  for (const length of lengths) {
    const key = 'abcdefgh'.repeat(6).slice(0, length);
    t.strictSame(numbersOf(`{"${key}":{"${key}":1}}`), [0, 0]);
    const number = learn(key);
    t.ok(number > 0);
    t.equal(learn(key), number, 'the same again');
    t.strictSame(numbersOf(`[{"${key}":{"x":1,"${key}":2}}]`), [number, 0, number], key);
    for (let at = 0; at < length; at += 1) {
      const other = `${key.slice(0, at)}X${key.slice(at + 1)}`;
      if (numbersOf(`{"${other}":0}`)[0] !== 0) t.fail(`${key} as ${other}`);
    }
    t.strictSame(numbersOf(`{"${key} ":0,"${key.slice(1)} ":1}`), [0, 0]);
  }
  t.equal(learn(''), 0);
  t.equal(learn('x'.repeat(49)), 0);
  t.strictSame(numbersOf(`{"":1,"${'x'.repeat(49)}":2}`), [0, 0]);
  const number = learn('A');
  t.strictSame(numbersOf(String.raw`{"A":1,"\u0041":2,"A":3}`), [number, 0, number], 'as written');
});

t.test('forgets numbers where it could not keep its word', async (t) => {
  const tokens = new JsonTokens();
  const number = learn('kept');
  t.strictSame(numbersOf('{"kept":1}', tokens), [number]);
  t.strictSame(numbersOf('[]'), []);
  t.strictSame([...tokens.keyNumbers.subarray(0, tokens.count)], [0, 0, 0], 'of those that were read before');
  const { generation } = kernel();
  let last = 0;
  for (let at = 0; at < 16_384; at += 1) last = learn(`key ${String(at)}`);
  t.equal(last, 0, 'no more numbers');
  t.equal(kernel().generation, generation);
  t.strictSame(numbersOf('{"kept":1,"key 100":2}'), [0, 0]);
  t.equal(kernel().generation, generation + 1);
  t.equal(learn('key 100'), 1);
  t.strictSame(numbersOf('{"kept":1,"key 100":2}'), [0, 1]);
});

t.test('lets tokens be added to what it has read, beyond its columns too', async (t) => {
  const fast = new JsonTokens();
  const plain = new JsonTokens();
  const record = Buffer.from('["[1]"]');
  const many = Buffer.from(`[${'1,'.repeat(70_000)}1]`);
  t.equal(kernel().tokenize(record, 0, record.length, 9, fast), 'ok');
  tokenizePlain(record, 0, record.length, 9, plain);
  for (const tokens of [fast, plain]) {
    tokens.nextInPool = 1;
    tokens.nextDocument = 3;
    t.equal(appendJson(many, 0, many.length, 9, tokens), many.length);
  }
  t.equal(fast.count, 70_004);
  t.strictSame(rowsOf(fast), rowsOf(plain));
});
