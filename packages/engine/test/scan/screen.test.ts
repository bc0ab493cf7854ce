import t from 'tap';
import { isCleanFrame, screenRecord } from '../../src/scan/screen.js';

const screen = (bytes: Buffer, max = 100): string | undefined =>
  screenRecord(bytes, 0, bytes.length, max, false);

t.test('withholds what the rules could not read, in a fixed order', async (t) => {
  t.equal(screen(Buffer.from('é')), undefined);
  t.equal(screen(Buffer.from([0xff, 0x00])), 'invalid_utf8');
  t.equal(screen(Buffer.from('é').subarray(0, 1)), 'invalid_utf8');
  t.equal(screen(Buffer.from([0xed, 0xa0, 0x80])), 'invalid_utf8', 'a surrogate is no UTF-8');
  t.equal(screen(Buffer.from('1\0'), 1), 'nul_bytes');
  t.equal(screen(Buffer.from('secret', 'utf16le')), 'nul_bytes');
  t.equal(screen(Buffer.from('12'), 2), undefined);
  t.equal(screen(Buffer.from('123'), 2), 'too_large');
});

t.test('looks at the record only', async (t) => {
  t.equal(screenRecord(Buffer.from([0xff, 0x61, 0x00]), 1, 2, 10, false), undefined);
  t.equal(screenRecord(Buffer.from('123'), 0, 3, 2, true), 'too_large');
});

t.test('clears a frame as a whole', async (t) => {
  t.ok(isCleanFrame(Buffer.from('a\né\n')));
  t.notOk(isCleanFrame(Buffer.from('a\0\n')));
  t.notOk(isCleanFrame(Buffer.from([0x61, 0xc3, 0x0a, 0xa9])), 'a character cannot reach over a newline');
});
