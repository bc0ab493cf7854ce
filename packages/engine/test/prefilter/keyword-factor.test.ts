import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { Keywords } from '../../src/compile/keywords.js';
import { keywordFactor } from '../../src/prefilter/keyword-factor.js';
import { spelt } from './spelt.js';
import { FactorFinder } from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

function speltOf(...words: string[]): string | undefined {
  const factor = keywordFactor(new Keywords(words, 1).words);
  return factor === undefined ? undefined : spelt(factor);
}

t.test('the longest piece of a word that is the same in both cases', async (t) => {
  t.equal(speltOf('PIN'), '[Pp][Ii][Nn]');
  t.equal(speltOf('no', 'date of birth'), '([Bb][Ii][Rr][Tt][Hh]|[Nn][Oo])');
  t.equal(speltOf('größe1'), '[Gg][Rr][\xc3]', 'ö and Ö begin with the same byte');
  t.equal(speltOf('\u01f0ab'), '[\xc7][\xb0][Aa][Bb]', 'capitals of another length do not count');
  t.equal(
    speltOf('日本'),
    Array.from(Buffer.from('日本'), (byte) => `[${String.fromCharCode(byte)}]`).join(''),
  );
  t.equal(speltOf('abcdefghijklmnop'), '[Aa][Bb][Cc][Dd][Ee][Ff][Gg][Hh][Ii][Jj]');
});

t.test('nothing is known of letters that are read as others, and of no words', async (t) => {
  t.equal(speltOf('pin', 'ſecret'), undefined);
  t.equal(keywordFactor(['']), undefined);
  t.equal(keywordFactor([]), undefined);
});

t.test(`where a keyword occurs its factor does (FC_SEED=${String(seed)})`, async (t) => {
  const letter = fc.constantFrom('a', 's', 'K', 'ö', 'Ö', 'ß', '日', ' ', '-', '_', '1', 'ŉ');
  const word = fc
    .string({ unit: letter, minLength: 1, maxLength: 8 })
    .filter((text) => /[a-zöß日1]/i.test(text));
  let occurred = 0;
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.nat(2),
      fc.constantFrom(...['upper', 'lower', 'same']),
      fc.constantFrom('', ' ', '-', '.'),
      (words, chosen, style, gap) => {
        const keywords = new Keywords(words, 1);
        const spoken = (words[chosen % words.length] ?? '').trim().replace(/[\s_.-]+/g, gap);
        const text =
          style === 'upper' ? spoken.toUpperCase() : style === 'lower' ? spoken.toLowerCase() : spoken;
        const record = Buffer.from(`x ${text} y`);
        if (!keywords.occursIn(record, 0, record.length, new Set())) return true;
        occurred += 1;
        const factor = keywordFactor(keywords.words);
        return factor === undefined || (new FactorFinder([factor]).find(record)[0]?.length ?? 0) > 0;
      },
    ),
    { seed, numRuns: 3000 },
  );
  t.ok(occurred > 1000);
});
