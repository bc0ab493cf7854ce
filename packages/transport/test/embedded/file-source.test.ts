import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { createFileSource, type FileSourceOptions } from '../../src/embedded/file-source.js';
import { CollectingHandler } from './collecting-handler.js';

const { signal } = new AbortController();

async function read(
  paths: readonly string[],
  stateDir: string,
  more: Partial<FileSourceOptions> & { handler?: CollectingHandler; signal?: AbortSignal } = {},
): Promise<CollectingHandler> {
  const { handler = new CollectingHandler(), ...options } = more;
  const source = createFileSource({ paths, stateDir, now: () => 1234, ...options });
  try {
    await source.run(handler, more.signal ?? signal);
  } finally {
    await source.close();
  }
  return handler;
}

/** The two encodings of a file must be told apart by nothing but their bytes. */
const encodings = {
  plain: (text: string) => Buffer.from(text),
  gzip: (text: string) => gzipSync(text),
};

for (const [name, encode] of Object.entries(encodings)) {
  t.test(`${name}: a record a line, positioned in the uncompressed stream`, async (t) => {
    const dir = t.testdir({ 'a.log': encode('one\r\n\nthree') });
    const handler = await read([join(dir, 'a.log')], join(dir, 'state'));
    const same = { timestampMs: 1234, key: null, headers: { 'scrubjay-file': 'a.log' } };
    t.same(handler.messages, [
      { ...same, offset: 0n, value: Buffer.from('one') },
      { ...same, offset: 5n, value: Buffer.from('') },
      { ...same, offset: 6n, value: Buffer.from('three') },
    ]);
    t.match(handler.streams, [/^file-[0-9a-f]{12}$/]);
    t.equal(handler.batches.at(-1)?.next, 11n);
  });

  t.test(`${name}: goes on after the last acknowledged line, under the same name`, async (t) => {
    const text = Array.from({ length: 2000 }, (_, i) => `line number ${i}\n`).join('');
    const dir = t.testdir({ 'a.log': encode(text) });
    const path = join(dir, 'a.log');
    const state = join(dir, 'state');
    let acks = 0;
    const killed = new CollectingHandler(async ({ ack }) => {
      if (++acks > 3) throw new Error('killed');
      await ack();
    });
    // For gzip the size of a chunk is that of the inflater: one batch, which the first acknowledgement covers.
    const first = await read([path], state, { batchBytes: 1000, handler: killed }).catch(() => killed);
    const acked = first.batches.slice(0, 3).at(-1)?.next ?? 0n;
    const second = await read([path], state, { batchBytes: 1000 });
    if (name === 'plain') {
      t.same(second.streams, first.streams);
      t.equal(second.batches[0]?.first, acked);
      t.same(
        second.messages[0]?.value,
        Buffer.from(text.slice(Number(acked))).subarray(0, second.messages[0]?.value?.length),
      );
    }
    const done = [...first.batches.slice(0, 3).flatMap(({ messages }) => messages), ...second.messages];
    t.equal(done.map(({ value }) => `${String(value)}\n`).join(''), text);
    t.same((await read([path], state)).batches, [], 'a third run finds nothing to do');
  });

  t.test(`${name}: reads what was appended, under the same name`, async (t) => {
    const dir = t.testdir({ 'a.log': encode('one\ntwo\n') });
    const path = join(dir, 'a.log');
    const first = await read([path], join(dir, 'state'));
    appendFileSync(path, encode('three\n'));
    const second = await read([path], join(dir, 'state'));
    t.same(second.texts, ['three']);
    t.same(
      second.messages.map(({ offset }) => offset),
      [8n],
    );
    t.same(second.streams, first.streams);
    t.notOk(second.messages[0]?.oversized);
  });

  t.test(`${name}: the rest of a line that was half there is handed over as oversized`, async (t) => {
    const dir = t.testdir({ 'a.log': encode('one\n4111 1111') });
    const path = join(dir, 'a.log');
    await read([path], join(dir, 'state'));
    appendFileSync(path, encode(' 1111 1111\nnext\n'));
    const { texts, messages } = await read([path], join(dir, 'state'));
    t.same(texts, [' 1111 1111', 'next']);
    t.same(
      messages.map(({ oversized }) => oversized),
      [true, undefined],
    );
  });

  t.test(`${name}: a file that is shorter than before is a new stream, the same one each time`, async (t) => {
    const dir = t.testdir({ 'a.log': encode('head\nold\nold\n') });
    const path = join(dir, 'a.log');
    const state = join(dir, 'state');
    const first = await read([path], state);
    writeFileSync(path, encode('head\nnew\n'));
    const unacknowledged = await read([path], state, {
      handler: new CollectingHandler(async () => undefined),
    });
    const second = await read([path], state);
    t.same(second.texts, ['head', 'new']);
    t.match(second.streams, [/^file-[0-9a-f]{12}$/]);
    t.not(second.streams[0], first.streams[0]);
    t.same(second.streams, unacknowledged.streams);
    writeFileSync(path, encode('head\n'));
    const third = await read([path], state);
    t.same(third.texts, ['head']);
    t.notOk([first.streams[0], second.streams[0]].includes(third.streams[0]));
  });

  t.test(`${name}: another first line, or another path, is another stream`, async (t) => {
    const dir = t.testdir({ 'a.log': encode('one\n'), 'b.log': encode('one\n') });
    const state = join(dir, 'state');
    const both = await read([join(dir, '*.log')], state);
    t.equal(both.streams.length, 2);
    writeFileSync(join(dir, 'a.log'), encode('two\nthree\n'));
    const changed = await read([dir], state);
    t.same(changed.texts, ['two', 'three']);
    t.notOk(both.streams.includes(changed.streams[0] ?? ''));
    renameSync(join(dir, 'b.log'), join(dir, 'c.log'));
    t.same((await read([join(dir, 'c.log')], state)).texts, ['one']);
  });
}

t.test('a long line is marked; a batch weighs what its lines do', async (t) => {
  const dir = t.testdir({ 'a.log': 'short\nlonger than ten\n' });
  const { messages, batches } = await read([join(dir, 'a.log')], join(dir, 'state'), { maxRecordBytes: 10 });
  t.same(
    messages.map(({ oversized }) => oversized),
    [undefined, true],
  );
  t.equal(batches[0]?.bytes, 20);
});

t.test('a line of more than 64 MiB arrives in numbered pieces and is resumed from as a whole', async (t) => {
  const dir = t.testdir({
    'a.log': gzipSync(Buffer.concat([Buffer.alloc(2 ** 26 + 2 ** 20, 'x'), Buffer.from('\nend\n')])),
  });
  const path = join(dir, 'a.log');
  const { messages, batches } = await read([path], join(dir, 'state'));
  t.same(
    messages.map(({ offset, value, headers, oversized }) => [
      offset,
      value?.length,
      headers['scrubjay-piece'],
      oversized,
    ]),
    [
      [0n, 2 ** 26, '0', true],
      [2n ** 26n, 2 ** 20, '1', true],
      [2n ** 26n + 2n ** 20n + 1n, 3, undefined, undefined],
    ],
  );
  t.equal(batches[0]?.next, 0n);
});

t.test('an empty file has nothing to hand over', async (t) => {
  const dir = t.testdir({ 'a.log': '' });
  t.same((await read([join(dir, 'a.log')], join(dir, 'state'))).batches, []);
});

t.test('nothing is read if any file cannot be, and the file is named', async (t) => {
  const whole = gzipSync('whole text, whole text, whole text\n');
  const dir = t.testdir({
    'a.log': 'fine\n',
    'b.gz': whole.subarray(0, 12),
    'c.gz': Buffer.from([0x1f, 0x8b, 1]),
  });
  const handler = new CollectingHandler();
  for (const bad of ['b.gz', 'c.gz', 'none.log']) {
    const paths = [join(dir, 'a.log'), join(dir, bad)];
    await t.rejects(read(paths, join(dir, 'state'), { handler }), {
      code: 'SJ_FILE_UNREADABLE',
      message: new RegExp(`${bad} cannot be read`),
    });
  }
  t.same(handler.batches, []);
});

t.test('gzip data that turn out to be cut off end the run after their whole lines', async (t) => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `${i} ${Math.sin(i)}\n`).join('');
  const zipped = gzipSync(lines);
  const dir = t.testdir({ 'a.gz': zipped.subarray(0, -1000) });
  const handler = new CollectingHandler();
  await t.rejects(read([join(dir, 'a.gz')], join(dir, 'state'), { handler }), {
    code: 'SJ_FILE_UNREADABLE',
    message: /a\.gz cannot be read/,
  });
  t.ok(handler.texts.length > 0);
  t.ok(lines.startsWith(`${handler.texts.join('\n')}\n`), 'and no part of a line');
});

t.test('reads two files at a time, and each only as fast as its batches are taken', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n'.repeat(500), 'b.log': 'b\n'.repeat(500), 'c.log': 'c\n' });
  const busy = new Set<string>();
  let most = 0;
  const handler = new CollectingHandler(async ({ partition: { stream } }) => {
    if (busy.has(stream)) t.fail('two batches of a file at a time');
    busy.add(stream);
    most = Math.max(most, busy.size);
    await new Promise((resolve) => setTimeout(resolve, 1));
    busy.delete(stream);
  });
  await read([join(dir, '*.log')], join(dir, 'state'), { handler, batchBytes: 100 });
  t.equal(handler.texts.length, 1001);
  t.equal(most, 2);
});

t.test('an abort ends the run after the batch under way, without an error', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n'.repeat(500), 'b.gz': gzipSync('b\n'.repeat(500)), 'c.log': 'c\n' });
  const stop = new AbortController();
  const handler = new CollectingHandler(async () => stop.abort());
  await read([join(dir, '*')], join(dir, 'state'), { handler, batchBytes: 100, signal: stop.signal });
  t.ok(handler.batches.length >= 1 && handler.batches.length <= 2);
  const none = await read([join(dir, '*')], join(dir, 'state'), { signal: stop.signal });
  t.same(none.batches, []);
});

t.test('a handler that rejects stops all files', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n'.repeat(500), 'b.log': 'b\n'.repeat(500), 'c.log': 'c\n' });
  const handler = new CollectingHandler(() => Promise.reject(new Error('enough')));
  await t.rejects(read([join(dir, '*.log')], join(dir, 'state'), { handler, batchBytes: 100 }), {
    message: 'enough',
  });
  t.ok(handler.batches.length <= 2);
});

t.test('uses the time of the system by default', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n' });
  const source = createFileSource({ paths: [join(dir, 'a.log')], stateDir: join(dir, 'state') });
  const handler = new CollectingHandler();
  await source.run(handler, signal);
  t.ok(Math.abs((handler.messages[0]?.timestampMs ?? 0) - Date.now()) < 60_000);
  await source.close();
});

t.test('a file that vanishes before its turn ends the run', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n'.repeat(50), 'b.log': 'b\n'.repeat(50), 'c.log': 'c\n' });
  const handler = new CollectingHandler(async () => rmSync(join(dir, 'c.log'), { force: true }));
  await t.rejects(read([join(dir, '*.log')], join(dir, 'state'), { handler, batchBytes: 10 }), {
    code: 'SJ_FILE_UNREADABLE',
    message: `${join(dir, 'c.log')} cannot be read (ENOENT).`,
  });
});
