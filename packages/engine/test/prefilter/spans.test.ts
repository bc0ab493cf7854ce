import { Buffer } from 'node:buffer';
import t from 'tap';
import { byteSet } from '../../src/prefilter/byte-tree.js';
import { createSpans, earliestBegin } from '../../src/prefilter/spans.js';

const text = Buffer.from('key \t  = x');
const blanks = byteSet(Buffer.from(' \t'));

t.test('a begin is as far back as the match is long', async (t) => {
  const spans = { ...createSpans(), most: 4 };
  t.equal(earliestBegin(spans, text, 7, 0), 3);
  t.equal(earliestBegin(spans, text, 7, 5), 5);
});

t.test('where a match has no longest length, so many bytes that are not loose', async (t) => {
  const spansWith = (bound: number) => ({ ...createSpans(), most: Infinity, bound, loose: blanks });
  t.equal(earliestBegin(spansWith(0), text, 7, 0), 3, 'and all that are loose before them');
  t.equal(earliestBegin(spansWith(2), text, 7, 0), 1);
  t.equal(earliestBegin(spansWith(9), text, 7, 0), 0, 'no further than there is text');
  t.equal(earliestBegin(spansWith(9), text, 7, 2), 2);
});

t.test('no begin lies in front of where the search goes on, though the span begins there', async (t) => {
  const endless = { ...createSpans(), most: Infinity, bound: 1, loose: blanks };
  t.equal(earliestBegin(endless, text, 4, 6), 6);
  t.equal(earliestBegin({ ...createSpans(), most: 2 }, text, 4, 6), 6);
});
