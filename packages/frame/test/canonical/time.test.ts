import t from 'tap';
import { parseTime } from '../../src/index.js';

const noon = Date.UTC(2026, 0, 31, 12, 30, 15, 123);

t.test('ISO times are read in every usual form', async (t) => {
  const forms: Readonly<Record<string, number>> = {
    '2026-01-31T12:30:15.123Z': noon,
    '2026-01-31t12:30:15.123z': noon,
    '2026-01-31 12:30:15,123': noon,
    '2026-01-31T12:30:15.123456789Z': noon,
    '2026-01-31T13:30:15.123+01:00': noon,
    '2026-01-31T18:00:15.123 +0530': noon,
    '2026-01-31T07:30:15.123-05': noon,
    '2026-01-31T12:30:15.1Z': noon - 23,
    '2026-01-31T12:30Z': noon - 15_123,
  };
  for (const [text, time] of Object.entries(forms)) t.equal(parseTime(text), time, text);
});

t.test('numbers are told apart by their size', async (t) => {
  for (const text of ['1769862615.123', '1769862615123', '1769862615123456', '1769862615123456789']) {
    t.equal(parseTime(text), noon, text);
  }
  t.equal(parseTime('1769862615'), noon - 123);
});

t.test('everything else is no time', async (t) => {
  const others = [
    '',
    'yesterday',
    '12',
    '2026-02-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T24:00:00Z',
  ];
  const more = [
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:30:61Z',
    '2026-01-31',
    '[TIME]',
    '-1769862615',
    '1e12',
  ];
  for (const text of [...others, ...more]) t.equal(parseTime(text), undefined, text);
});
