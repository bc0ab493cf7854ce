import t from 'tap';
import { parseTime } from '../src/time-range.js';

const now = Date.UTC(2026, 0, 31, 12);
const parse = (text: string): string => new Date(parseTime('--from', text, now)).toISOString();

t.test('reads dates and times, in UTC where no zone is given', async (t) => {
  for (const [text, expected] of [
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31 10', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10+02:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T10:20', '2026-01-31T10:20:00.000Z'],
    ['2026-01-31T10:20:30', '2026-01-31T10:20:30.000Z'],
    ['2026-01-31T10:20:30.5Z', '2026-01-31T10:20:30.500Z'],
    ['2026-01-31T10:20:30.123456789Z', '2026-01-31T10:20:30.123Z'],
    ['2026-01-31T10:20:30+02:00', '2026-01-31T08:20:30.000Z'],
    ['2026-01-31T10:20:30-0130', '2026-01-31T11:50:30.000Z'],
  ] as const)
    t.equal(parse(text), expected, text);
});

t.test('reads now, and times ago', async (t) => {
  for (const [text, expected] of [
    ['now', '2026-01-31T12:00:00.000Z'],
    ['90s', '2026-01-31T11:58:30.000Z'],
    ['15m', '2026-01-31T11:45:00.000Z'],
    ['2h', '2026-01-31T10:00:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
    ['0s', '2026-01-31T12:00:00.000Z'],
  ] as const)
    t.equal(parse(text), expected, text);
});

t.test('refuses everything else, naming the option and not the text', async (t) => {
  for (const text of [
    ...['', 'yesterday', '15', 'm', '-1h', '1.5h', '1w', '1234567d', '2026', '2026-01', '31.01.2026'],
    ...[
      '2026-13-01',
      '2026-02-30',
      '2026-02-30T10:00:00Z',
      '2026-01-31T25',
      '2026-01-31T10:60',
      '2026-01-31T10:20:30+99:00',
      ' 2026-01-31',
    ],
  ])
    t.throws(() => parseTime('--to', text, now), { code: 'SJ_USAGE', message: '--to is not a time.' }, text);
});
