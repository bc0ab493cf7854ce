import { ScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { gzipSync } from 'node:zlib';
import { compress, createFrameCodec, encodeFrame, type Sealer } from '../src/index.js';
import { frameOf } from './frames.js';

type Context = Readonly<Record<string, string>>;

/** Keeps purpose and context beside the plain bytes, so that tests see what was bound; seals nothing. */
function openSealer(): Sealer & { readonly contexts: Context[] } {
  const contexts: Context[] = [];
  return {
    contexts,
    async seal(purpose, plain, context) {
      contexts.push({ key: purpose, ...context });
      return Buffer.concat([Buffer.from(`${purpose}|`), plain]);
    },
    async open(purpose, sealed, context) {
      contexts.push({ key: purpose, ...context });
      return sealed.subarray(`${purpose}|`.length);
    },
  };
}

t.test('a sealed frame opens again', async (t) => {
  const codec = createFrameCodec({ sealer: openSealer(), environment: 'test' });
  const frame = frameOf(['one', 'two']);
  t.same(await codec.open('raw', await codec.seal('raw', frame)), frame);
});

t.test('frames that are sealed at once do not mix, whatever their sizes', async (t) => {
  const codec = createFrameCodec({ sealer: openSealer(), environment: 'test' });
  const frames = [1, 2_000_000, 10, 5_000_000, 1000].map((bytes, index) =>
    frameOf([String(index).repeat(bytes)]),
  );
  const sealed = await Promise.all(frames.map((frame) => codec.seal('raw', frame)));
  for (const [index, message] of sealed.entries()) t.same(await codec.open('raw', message), frames[index]);
});

t.test('environment, stream, partition, purpose and codec are bound, and nothing else', async (t) => {
  const sealer = openSealer();
  const codec = createFrameCodec({ sealer, environment: 'test' });
  await codec.open('scrubbed', await codec.seal('scrubbed', frameOf(['one'])));
  const bound = { key: 'scrubbed', environment: 'test', stream: 'scrubbed', purpose: 'frame', codec: 'lz4' };
  t.strictSame(sealer.contexts, [{ ...bound, partition: '3' }, bound]);
});

t.test('a frame that was sealed as gzip, as all were once, still opens', async (t) => {
  const opened: Context[] = [];
  const sealer: Sealer = {
    seal: async (_purpose, plain) => plain,
    async open(_purpose, sealed, context) {
      opened.push(context);
      if (context['codec'] === 'gzip') return sealed;
      throw new ScrubjayError('SJ_VAULT_OPEN_FAILED', 'bound to something else');
    },
  };
  const frame = frameOf(['one', 'two']);
  const codec = createFrameCodec({ sealer, environment: 'test' });
  t.same(await codec.open('raw', gzipSync(encodeFrame(frame))), frame);
  t.same(
    opened.map(({ codec: name }) => name),
    ['lz4', 'gzip'],
  );
});

t.test('only a message of another context is tried as gzip', async (t) => {
  const codes = ['SJ_VAULT_OPEN_FAILED', 'SJ_VAULT_UNAVAILABLE'] as const;
  for (const code of codes) {
    let calls = 0;
    const sealer: Sealer = {
      seal: async (_purpose, plain) => plain,
      async open() {
        calls += 1;
        throw new ScrubjayError(code, 'no');
      },
    };
    const codec = createFrameCodec({ sealer, environment: 'test' });
    await t.rejects(codec.open('raw', Buffer.from('x')), { code });
    t.equal(calls, code === 'SJ_VAULT_OPEN_FAILED' ? 2 : 1);
  }
});

t.test('a frame of another environment is neither sealed nor opened', async (t) => {
  const sealer = openSealer();
  const codec = createFrameCodec({ sealer, environment: 'production' });
  await t.rejects(codec.seal('raw', frameOf(['one'])), { code: 'SJ_INTERNAL' });
  const stray = await sealer.seal('raw', await compress(encodeFrame(frameOf(['one']))), {});
  await t.rejects(codec.open('raw', stray), { code: 'SJ_FRAME_INVALID' });
});
