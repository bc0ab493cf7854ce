import t from 'tap';
import { gzipSync } from 'node:zlib';
import { compress, decompress } from '../src/index.js';

t.test('decompress undoes compress', async (t) => {
  const bytes = Buffer.from('log line\n'.repeat(1000));
  const small = await compress(bytes);
  t.ok(small.length < bytes.length / 10);
  t.same(await decompress(small), bytes);
});

t.test('a decompression bomb is refused at its limit', async (t) => {
  const bomb = await compress(Buffer.alloc(10_000_000));
  await t.rejects(decompress(bomb, 1_000_000), { code: 'SJ_FRAME_INVALID' });
});

t.test('damaged and cut input is refused', async (t) => {
  const small = await compress(Buffer.from('log line\n'.repeat(1000)));
  await t.rejects(decompress(small.subarray(0, small.length - 9)), { code: 'SJ_FRAME_INVALID' });
  await t.rejects(decompress(Buffer.from('not gzip')), { code: 'SJ_FRAME_INVALID' });
  await t.rejects(decompress(Buffer.from('no')), { code: 'SJ_FRAME_INVALID' });
});

t.test('bytes that end before the length they begin with are refused', async (t) => {
  const small = await compress(Buffer.from('log line\n'));
  small.writeUInt32LE(10);
  await t.rejects(decompress(small), { code: 'SJ_FRAME_INVALID' });
});

t.test('gzip is still read, within the same limit', async (t) => {
  const bytes = Buffer.from('log line\n'.repeat(1000));
  t.same(await decompress(gzipSync(bytes), undefined, 'gzip'), bytes);
  await t.rejects(decompress(gzipSync(bytes), 100, 'gzip'), { code: 'SJ_FRAME_INVALID' });
  await t.rejects(decompress(bytes, undefined, 'gzip'), { code: 'SJ_FRAME_INVALID' });
});
