import t from 'tap';
import { toHex, toText } from '../../src/quarantine/reveal.js';

t.test('hex shows offset, bytes and what is ASCII', (t) => {
  t.equal(
    toHex(Buffer.from('0123456789abcdef\u001bé', 'utf8')),
    [
      '00000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef',
      '00000010  1b c3 a9                                         ...',
    ].join('\n'),
  );
  t.equal(toHex(Buffer.alloc(0)), '');
  t.end();
});

t.test('text cannot act on a terminal', (t) => {
  t.equal(toText(Buffer.from('a\tb\nc\u001b[31m\u202e\u0085é')), 'a\tb\nc\\u001b[31m\\u202e\\u0085é');
  t.equal(toText(Buffer.from([0xff])), '\ufffd');
  t.end();
});
