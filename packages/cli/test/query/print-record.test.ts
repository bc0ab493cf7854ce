import fc from 'fast-check';
import pc from 'picocolors';
import t from 'tap';
import { prettyLine } from '../../src/query/print-record.js';

const pretty = (value: Readonly<Record<string, unknown>>): string =>
  prettyLine({ line: Buffer.alloc(0), value });
/** Colours are ours; they are off where nobody looks at a terminal. */
// eslint-disable-next-line no-control-regex -- to take our own colours away
const plain = (line: string): string => (pc.isColorSupported ? line.replace(/\u001b\[\d+m/g, '') : line);

t.test('shows time, severity, service, body and attributes', async (t) => {
  const record = { time: '2026-01-31T10:00:00.000Z', severity_text: 'warning', service: 'app' };
  t.equal(plain(pretty({ ...record, body: 'text' })), '2026-01-31T10:00:00.000Z WARN  app text');
  t.equal(plain(pretty({ ...record, body: { a: 1 } })), '2026-01-31T10:00:00.000Z WARN  app {"a":1}');
  t.equal(plain(pretty({ ...record, attributes: { b: 2 } })), '2026-01-31T10:00:00.000Z WARN  app {"b":2}');
  t.equal(
    plain(pretty({ ...record, body: 'x', attributes: { b: 2 } })),
    '2026-01-31T10:00:00.000Z WARN  app x {"b":2}',
  );
});

t.test('shows a record that has next to nothing', async (t) => {
  t.equal(plain(pretty({ time: 'T', service: 's' })), 'T       s');
  t.equal(plain(pretty({ time: 'T', service: 's', severity_text: 7, body: null })), 'T 7     s');
});

t.test('no control character of a record reaches the terminal, from whatever field', async (t) => {
  const any = fc.string({
    unit: fc.constantFrom('a', '\u001b', '\u009b', '\u0000', '\n', '\r', '\u007f', '[31m', '\u202e'),
  });
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(
        any,
        any,
        any,
        fc.oneof(any, fc.dictionary(any, any)),
        (time, severity_text, service, body) => {
          // eslint-disable-next-line no-control-regex -- they are what is looked for
          return !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(
            plain(pretty({ time, severity_text, service, body })),
          );
        },
      ),
    );
  });
});
