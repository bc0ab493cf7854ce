import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { frameOf, lineOf } from '../frames.js';

t.test('any JSON value comes back out of its line', async () => {
  const spaces = fc.constantFrom(undefined, 1, '\t');
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), spaces, (value, space) => {
      const line = lineOf(frameOf([JSON.stringify(value, undefined, space)])).line.toString();
      assert.equal(line.indexOf('\n'), line.length - 1);
      const { body } = JSON.parse(line) as { body: unknown };
      assert.deepEqual(body, JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});

t.test('any text comes back out of its line', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { line } = lineOf(frameOf([text], { format: 'text' }));
      const { body } = JSON.parse(line.toString()) as { body: unknown };
      assert.equal(body, text);
    }),
  );
});

t.test('bytes that are no JSON still make one line of JSON', async () => {
  const jsonish = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', 'a', '1', ' ', '\u0001'),
  );
  fc.assert(
    fc.property(jsonish, fc.constantFrom('json' as const, 'canonical' as const), (parts, format) => {
      const { line } = lineOf(frameOf([parts.join('')], { format }));
      assert.equal(line.indexOf(0x0a), line.length - 1);
    }),
    { numRuns: 2000 },
  );
});
