import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { JsonTokens, type TokenColumns } from '../../src/formats/json-tokens.js';
import { jsonKernel, type JsonKernel } from '../../src/kernel/json-kernel.js';
import { tokenizePlain } from '../../src/kernel/json-plain.js';

export function kernel(): JsonKernel {
  const found = jsonKernel();
  if (found === undefined) throw new Error('This Node.js has no WebAssembly with vectors.');
  return found;
}

/** All that the columns say of the tokens. */
export function rowsOf(tokens: JsonTokens): number[][] {
  const columns: TokenColumns = tokens;
  const { kinds, starts, ends, parents, escaped, holds } = columns;
  const { inPool, textInPool, textStarts, textEnds, documents } = columns;
  const own = [kinds, starts, ends, parents, escaped, holds];
  const all = [...own, inPool, textInPool, textStarts, textEnds, documents];
  return [...all.map((column) => [...column.subarray(0, tokens.count)]), [tokens.held]];
}

const plain = new JsonTokens();
const fast = new JsonTokens();

/** Undefined if the kernel and the plain reader say the same of a record and find the same tokens; both otherwise. */
export function differenceIn(record: Buffer, maxDepth: number): unknown {
  // What surrounds the record would make another value of it.
  const bytes = Buffer.concat([Buffer.from('1"'), record, Buffer.from('1"\\u0041"}]')]);
  const end = 2 + record.length;
  const expected = tokenizePlain(bytes, 2, end, maxDepth, plain);
  const found = kernel().tokenize(bytes, 2, end, maxDepth, fast);
  const isSame =
    expected === found && (found !== 'ok' || JSON.stringify(rowsOf(fast)) === JSON.stringify(rowsOf(plain)));
  return isSame
    ? undefined
    : { record: record.toString(), expected, found, plain: rowsOf(plain), fast: rowsOf(fast) };
}

export const pieces = [
  [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\n',
    '\\"',
    '\\u00e9',
    '\\ud83d',
    '\\u12g4',
    '\\/',
    '\\x',
    '/',
    'a',
    'é',
  ],
  ['=', '<', '%', '&', '\\u003d', '>', ';', '|', '@', '\u007f=', '\u011b'],
  [
    '0',
    '1',
    '-',
    '-0',
    '.',
    'e',
    'E',
    '+',
    '1e5',
    '01',
    '1.5',
    '12345678901234567890',
    '1e',
    '-1.5E-7',
    '😀',
  ],
  [
    ' ',
    '\n',
    '\r',
    '\t',
    '         ',
    'true',
    'false',
    'null',
    'tru',
    'nul',
    'fals',
    '"k":',
    '\u0001',
    '\u007f',
    '\ufeff',
    '\0',
  ],
].flat();

const soup = fc
  .array(fc.constantFrom(...pieces), { maxLength: 24 })
  .map((parts) => Buffer.from(parts.join('')));

const json = fc
  .tuple(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('', ' ', '  ', '\t', '          '))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

/** Valid JSON with one part cut out or replaced; it may be cut within a character, as a record never is. */
const broken = fc
  .tuple(json, fc.nat(), fc.nat(20), fc.constantFrom('', ...pieces))
  .map(([text, at, length, piece]) => {
    const bytes = Buffer.from(text);
    const from = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, from), Buffer.from(piece), bytes.subarray(from + length)]);
  });

/** A string whose specials stand at any place of a vector. */
const string = fc
  .array(fc.tuple(fc.nat(40), fc.constantFrom('', ...pieces)), { maxLength: 6 })
  .map((parts) => Buffer.from(`"${parts.map(([fill, piece]) => 'x'.repeat(fill) + piece).join('')}"`));

/** Records, most of them JSON or nearly so. */
export const records: fc.Arbitrary<Buffer> = fc.oneof(
  json.map((text) => Buffer.from(text)),
  broken,
  soup,
  string,
);
