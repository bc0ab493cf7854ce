import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { LineBuffer } from '../../src/canonical/line-buffer.js';

t.test('grows by what is written and keeps it', async (t) => {
  const lines = new LineBuffer();
  const texts = Array.from({ length: 400 }, (_, i) => `${String(i)} ${'é'.repeat(i)}\n`);
  for (const text of texts) lines.append(text);
  t.equal(lines.content().toString(), texts.join(''));
  lines.clear();
  lines.append(Buffer.from('again'));
  t.equal(lines.content().toString(), 'again');
});

t.test('writes whole numbers as String does', async () => {
  const lines = new LineBuffer();
  const numbers = [0, 9, 10, 99, 100, 2 ** 31, 2 ** 32, 10 ** 15, Number.MAX_SAFE_INTEGER];
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...numbers), fc.maxSafeNat()), (value) => {
      lines.clear();
      lines.reserve(16);
      lines.putNumber(value);
      assert.equal(lines.content().toString(), String(value));
    }),
  );
});
