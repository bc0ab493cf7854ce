import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { readInflated } from '../../src/embedded/inflate.js';

const { signal } = new AbortController();

async function read(input: Readable, max = 1e9, stop = signal): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of readInflated(input, 'in.log', max, stop)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

t.test('plain bytes pass, also fewer than the magic number has', async (t) => {
  for (const text of ['', 'a', 'ab', 'plain text']) {
    t.equal(await read(Readable.from(Array.from(text, (char) => Buffer.from(char)))), text);
  }
});

t.test('gzip is inflated, in members and in single bytes too', async (t) => {
  const zipped = Buffer.concat([gzipSync('one '), gzipSync('two')]);
  const input = Readable.from([...zipped].map((byte) => Buffer.from([byte])));
  t.equal(await read(input), 'one two');
  t.ok(input.destroyed);
});

t.test('damaged, cut off and endless gzip data are refused', async (t) => {
  const zipped = gzipSync('some text, some text, some text');
  const damaged = Buffer.from(zipped);
  damaged.writeUInt32LE(1, damaged.length - 8);
  for (const bytes of [zipped.subarray(0, -3), damaged, Buffer.concat([zipped, Buffer.from('x')])]) {
    const error = { code: 'SJ_FILE_UNREADABLE', message: /^in\.log cannot be read \(Z_[A-Z_]+\)\.$/ };
    await t.rejects(read(Readable.from([bytes])), error);
  }
  await t.rejects(read(Readable.from([gzipSync(Buffer.alloc(10_001))]), 10_000), {
    code: 'SJ_FILE_UNREADABLE',
    message: 'in.log inflates to more than 10000 bytes.',
  });
});

t.test('an abort ends it without an error, before and during reading', async (t) => {
  const stop = new AbortController();
  const input = new Readable({ read: () => undefined });
  const done = read(input, 1e9, stop.signal);
  input.push('begin');
  setImmediate(() => stop.abort());
  t.equal(await done, 'begin');
  t.equal(await read(Readable.from([Buffer.from('never')]), 1e9, stop.signal), '');
});

t.test('a reader that stops early closes the input', async (t) => {
  const input = Readable.from(Array.from({ length: 100 }, () => gzipSync(Buffer.alloc(1000))));
  for await (const chunk of readInflated(input, 'in.log', 1e9, signal)) {
    t.ok(chunk.length > 0);
    break;
  }
  t.ok(input.destroyed);
});
