import fc from 'fast-check';
import t from 'tap';
import { JsonTokens } from '../../src/formats/json-tokens.js';
import { tokenizeJson } from '../../src/formats/tokenize-json.js';

const tokens = new JsonTokens();

function accepts(text: string): boolean {
  const bytes = Buffer.from(text);
  return tokenizeJson(bytes, 0, bytes.length, 1000, tokens) === 'ok';
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  'u00e9',
  '0',
  '1',
  '-',
  '.',
  'e',
  '+',
  ' ',
  '\n',
  'true',
  'null',
  'a',
  'é',
  '\u0001',
];
/** Valid JSON with one part cut out or replaced. */
const broken = fc
  .tuple(fc.json(), fc.nat(), fc.nat(4), fc.constantFrom('', ...pieces))
  .map(([json, at, length, piece]) => {
    const from = at % (json.length + 1);
    return json.slice(0, from) + piece + json.slice(from + length);
  })
  // A surrogate on its own cannot be written as UTF-8.
  .filter((text) => Buffer.from(text).toString() === text);

t.test('agrees with JSON.parse on what is valid', async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(fc.json(), (text) => accepts(text)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(broken, (text) => accepts(text) === parses(text)),
      { numRuns: 1500 },
    );
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => accepts(text) === parses(text)),
      { numRuns: 3000 },
    );
  });
});
