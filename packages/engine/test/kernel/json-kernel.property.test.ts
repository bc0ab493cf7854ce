import fc from 'fast-check';
import t from 'tap';
import { differenceIn, records } from './json-support.js';

t.test('reads every record as the plain tokenizer does', async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(records, fc.nat(8), (record, maxDepth) => {
        const difference = differenceIn(record, maxDepth);
        if (difference !== undefined) throw new Error(JSON.stringify(difference));
      }),
      { numRuns: 4000 },
    );
  });
});

t.test('reads every beginning of a record as the plain tokenizer does', async (t) => {
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(records, (record) => {
        for (let end = 0; end <= record.length; end += 1) {
          const difference = differenceIn(record.subarray(0, end), 4);
          if (difference !== undefined) throw new Error(JSON.stringify(difference));
        }
      }),
      { numRuns: 300 },
    );
  });
});
