import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { parseTime } from '../../src/index.js';
import { LineBuffer } from '../../src/canonical/line-buffer.js';
import { TimeText } from '../../src/canonical/time-text.js';

t.test('writes any time as Date does', async () => {
  const times = new TimeText();
  const near = fc.integer({ min: Date.UTC(2025), max: Date.UTC(2027) });
  fc.assert(
    fc.property(fc.oneof(near, fc.integer({ min: -1, max: 8.64e15 })), (timeMs) => {
      const lines = new LineBuffer();
      lines.reserve(32);
      times.put(lines, timeMs);
      assert.equal(lines.content().toString(), new Date(timeMs).toISOString());
    }),
    { numRuns: 5000 },
  );
});

t.test('reads what parseTime reads, and as it does', async () => {
  const times = new TimeText();
  const iso = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const digit = fc.integer({ min: 0, max: 9 }).map(String);
  const pattern = fc.constantFrom('9999-99-99T99:99:99.999Z', '2026-1 -39T29:69:69.9 9z', '999999999999999');
  const broken = fc
    .tuple(pattern, fc.array(digit, { minLength: 24, maxLength: 24 }))
    .map(([form, digits]) => form.replace(/9/g, () => digits.pop() ?? '0'));
  const plausible = fc
    .tuple(...[9999, 13, 32, 25, 61, 61, 999].map((max) => fc.nat(max)))
    .map(([year = 0, ...rest]) => [
      String(year).padStart(4, '0'),
      ...rest.map((n, i) => String(n).padStart(i === 5 ? 3 : 2, '0')),
    ])
    .map(
      ([y, mo, d, h, mi, s, ms]) =>
        `${y ?? ''}-${mo ?? ''}-${d ?? ''}T${h ?? ''}:${mi ?? ''}:${s ?? ''}.${ms ?? ''}Z`,
    );
  const numbers = fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String);
  fc.assert(
    fc.property(fc.oneof(iso, broken, plausible, numbers, fc.string({ unit: 'binary-ascii' })), (text) => {
      const bytes = Buffer.from(`"${text}"`);
      assert.equal(times.read(bytes, 1, bytes.length - 1), parseTime(text));
    }),
    { numRuns: 10_000 },
  );
});
