import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { putJsonString } from '../../src/canonical/escape.js';
import { LineBuffer } from '../../src/canonical/line-buffer.js';

t.test('text is written as JSON.stringify writes it, whatever stands around it', async () => {
  const controls = fc.integer({ min: 0, max: 0x7f }).map((code) => String.fromCharCode(code));
  const text = fc.array(fc.oneof(controls, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (inner, outer) => {
      const lines = new LineBuffer();
      const before = Buffer.from(outer);
      const bytes = Buffer.concat([before, Buffer.from(inner), before]);
      putJsonString(lines, bytes, before.length, bytes.length - before.length);
      assert.equal(lines.content().toString(), JSON.stringify(inner));
    }),
    { numRuns: 1000 },
  );
});

t.test('text of nothing but escapes finds room', async (t) => {
  const lines = new LineBuffer();
  const text = '\u0001'.repeat(100_000);
  putJsonString(lines, Buffer.from(text), 0, text.length);
  t.equal(lines.content().toString(), JSON.stringify(text));
});
