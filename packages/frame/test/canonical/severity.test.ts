import t from 'tap';
import { parseSeverity } from '../../src/index.js';

t.test('names map as the Log Data Model says', async (t) => {
  const numbers: Readonly<Record<string, number>> = {
    ...{
      TRACE: 1,
      trace4: 4,
      Debug: 5,
      fine: 6,
      CONFIG: 7,
      info: 9,
      INFO2: 10,
      Informational: 9,
      notice: 10,
    },
    ...{
      WARN: 13,
      Warning: 13,
      error: 17,
      err: 17,
      SEVERE: 17,
      CRITICAL: 18,
      dpanic: 18,
      alert: 19,
      panic: 19,
    },
    ...{ emerg: 21, fatal: 21, FATAL4: 24 },
  };
  for (const [name, number] of Object.entries(numbers))
    t.same(parseSeverity(name, false), { text: name, number });
});

t.test('a name that nobody knows keeps its text', async (t) => {
  t.same(parseSeverity('loud', false), { text: 'loud', number: undefined });
});

t.test('numbers are read as pino and bunyan write them', async (t) => {
  t.same(parseSeverity('30', true), { text: 'info', number: 9 });
  t.same(parseSeverity('35', true), { text: 'info', number: 9 });
  t.same(parseSeverity('60', true), { text: 'fatal', number: 21 });
  for (const text of ['5', '70', '300', '1.5', 'true', 'null'])
    t.equal(parseSeverity(text, true), undefined, text);
});

t.test('what is no name is not taken over', async (t) => {
  for (const text of ['', '[MASKED]', 'a\\nb', 'x'.repeat(40), '3'])
    t.equal(parseSeverity(text, false), undefined);
});
