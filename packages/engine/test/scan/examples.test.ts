import t from 'tap';
import { runExamples } from '../../src/scan/examples.js';
import { fakeRuleset } from '../support.js';

t.test('says for each example whether its own detector finds something in it', async (t) => {
  const results = runExamples(
    fakeRuleset([
      {
        id: 'wide',
        pattern: '[a-z]+[0-9]+',
        examples: { match: ['a1', 'x b2', '{"k":"c3"}'], ignore: ['a', '1', 'no d4'] },
      },
      {
        id: 'narrow',
        pattern: 'a[0-9]',
        severity: 'low',
        examples: {
          match: ['xa1 a2', 'b', { text: '{', format: 'json' }],
          ignore: ['x', { text: 'a\0', format: 'text' }, 'y'],
        },
      },
    ]),
  );
  t.match(results, [
    { detector: 'wide', index: 0, passed: true, spans: [{ start: 0, end: 2 }] },
    { detector: 'wide', index: 1, passed: true, spans: [{ start: 2, end: 4 }] },
    { detector: 'wide', index: 2, passed: true, example: { format: 'json' }, spans: [{ start: 6, end: 8 }] },
    { detector: 'wide', index: 0, passed: true, spans: [] },
    { detector: 'wide', index: 1, passed: true, spans: [] },
    {
      detector: 'wide',
      index: 2,
      passed: false,
      example: { expected: 'ignore', text: 'no d4' },
      spans: [{ start: 3, end: 5 }],
    },
    {
      detector: 'narrow',
      index: 0,
      passed: true,
      spans: [
        { start: 1, end: 3 },
        { start: 4, end: 6 },
      ],
    },
    { detector: 'narrow', index: 1, passed: false, spans: [] },
    { detector: 'narrow', index: 2, passed: false, withheld: 'malformed_json' },
    { detector: 'narrow', index: 0, passed: true },
    { detector: 'narrow', index: 1, passed: false, withheld: 'nul_bytes' },
    { detector: 'narrow', index: 2, passed: true },
  ]);
});
