import t from 'tap';
import { balance, Tally } from '../src/ledger/ledger.js';

function tally(text: string): ReadonlyMap<string, number> {
  const counted = new Tally(/evt-[a-z]/g);
  counted.add(Buffer.from(text));
  return counted.counts;
}

const confirmed = new Set(['evt-a', 'evt-b']);

t.test('what comes out exactly as it went in is balanced', async (t) => {
  t.match(balance(confirmed, tally('evt-a evt-b'), tally('evt-b evt-a')), {
    ids: 2,
    neverStored: 0,
    lost: 0,
    repeated: 0,
    unknown: 0,
    examples: [],
  });
});

t.test('each way to be wrong is seen', async (t) => {
  const input = tally('evt-a evt-b');
  t.match(balance(confirmed, input, tally('evt-a')), { lost: 1, examples: ['evt-b'] });
  t.match(balance(confirmed, input, tally('evt-a evt-b evt-b')), { repeated: 1, examples: ['evt-b'] });
  t.match(balance(confirmed, input, tally('evt-a evt-b evt-z')), { unknown: 1, examples: ['evt-z'] });
  t.match(balance(confirmed, tally('evt-a'), tally('evt-a')), { neverStored: 1, examples: ['evt-b'] });
});

t.test('what the application wrote twice is two records', async (t) => {
  const input = tally('evt-a evt-b evt-b');
  t.match(balance(confirmed, input, tally('evt-a evt-b evt-b')), { writtenAgain: 1, lost: 0, repeated: 0 });
  t.match(balance(confirmed, input, tally('evt-a evt-b')), { lost: 1 });
});
