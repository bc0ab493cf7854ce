import { LoadIds } from '@scrubjay/e2e';
import t from 'tap';
import { balance as balanceOf, Tally, type Balance } from '../src/ledger/ledger.js';

const ids = new LoadIds(7);
const [a, b, z] = [0, 1, 25 * 36 ** 6 + 36 ** 6 - 1].map((number) => ids.idOf(number));

function tally(...texts: (string | undefined)[]): Tally {
  const counted = new Tally(ids);
  counted.add(Buffer.from(texts.join(' ')));
  return counted;
}

const confirmed = tally(a, b);

function balance(input: Tally, output: Tally): Balance {
  return balanceOf(ids, { confirmed, input, output });
}

t.test('what comes out exactly as it went in is balanced', async (t) => {
  t.match(balance(tally(a, b), tally(b, a)), {
    ids: 2,
    neverStored: 0,
    lost: 0,
    repeated: 0,
    unknown: 0,
    examples: [],
  });
});

t.test('each way to be wrong is seen', async (t) => {
  const input = tally(a, b);
  t.match(balance(input, tally(a)), { lost: 1, examples: [b] });
  t.match(balance(input, tally(a, b, b)), { repeated: 1, examples: [b] });
  t.match(balance(input, tally(a, b, z)), { unknown: 1, examples: [z] });
  t.match(balance(tally(a), tally(a)), { neverStored: 1, examples: [b] });
});

t.test('what the application wrote twice is two records', async (t) => {
  const input = tally(a, b, b);
  t.match(balance(input, tally(a, b, b)), { writtenAgain: 1, lost: 0, repeated: 0 });
  t.match(balance(input, tally(a, b)), { lost: 1 });
});

t.test('ids of other loads are none of ours', async (t) => {
  t.equal(tally(new LoadIds(8).idOf(0), new LoadIds(77).idOf(0), 'evt-e2e7a-00').size, 0);
  t.equal(tally(a, b, z, z).size, 3);
});
