import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { createStdinSource } from '../../src/embedded/stdin-source.js';
import { CollectingHandler } from './collecting-handler.js';

const { signal } = new AbortController();

t.test('a record a line, plain or gzip, in a stream named after the run', async (t) => {
  for (const bytes of [Buffer.from('one\ntwo'), gzipSync('one\ntwo')]) {
    const source = createStdinSource({ input: Readable.from([bytes]), runId: 'r1', now: () => 99 });
    const handler = new CollectingHandler();
    await source.run(handler, signal);
    await source.close();
    t.same(handler.texts, ['one', 'two']);
    t.same(handler.streams, ['stdin-r1']);
    t.match(handler.messages, [
      { offset: 0n, timestampMs: 99, headers: {} },
      { offset: 4n, timestampMs: 99 },
    ]);
  }
});

t.test('marks long lines and uses the time of the system by default', async (t) => {
  const input = Readable.from([Buffer.from('long line\n')]);
  const source = createStdinSource({ input, runId: 'r1', maxRecordBytes: 4 });
  const handler = new CollectingHandler();
  await source.run(handler, signal);
  t.equal(handler.messages[0]?.oversized, true);
  t.ok(Math.abs((handler.messages[0]?.timestampMs ?? 0) - Date.now()) < 60_000);
});

t.test(
  'hands a line over as soon as it is there, and ends on an abort while it waits for more',
  async (t) => {
    const input = new Readable({ read: () => undefined });
    const stop = new AbortController();
    const handler = new CollectingHandler(async () => stop.abort());
    const done = createStdinSource({ input, runId: 'r1' }).run(handler, stop.signal);
    input.push('one\nhalf a li');
    await done;
    t.same(handler.texts, ['one'], 'and the half line is not a record');
  },
);

t.test('closing ends a run that waits', async (t) => {
  const input = new Readable({ read: () => undefined });
  const source = createStdinSource({ input, runId: 'r1' });
  const done = source.run(new CollectingHandler(), signal);
  await source.close();
  await source.close();
  await done;
  t.ok(input.destroyed);
});

t.test('a broken pipe rejects without its text', async (t) => {
  const input = new Readable({ read: () => undefined });
  const done = createStdinSource({ input, runId: 'r1' }).run(new CollectingHandler(), signal);
  input.destroy(Object.assign(new Error('secret'), { code: 'EIO' }));
  await t.rejects(done, { code: 'SJ_FILE_UNREADABLE', message: 'Standard input cannot be read (EIO).' });
});
