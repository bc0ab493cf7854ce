import t from 'tap';
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

t.test('environment, stream, partition, purpose and codec are bound, and nothing else', async (t) => {
  const sealer = openSealer();
  const codec = createFrameCodec({ sealer, environment: 'test' });
  await codec.open('scrubbed', await codec.seal('scrubbed', frameOf(['one'])));
  const bound = { key: 'scrubbed', environment: 'test', stream: 'scrubbed', purpose: 'frame', codec: 'gzip' };
  t.strictSame(sealer.contexts, [{ ...bound, partition: '3' }, bound]);
});

t.test('a frame of another environment is neither sealed nor opened', async (t) => {
  const sealer = openSealer();
  const codec = createFrameCodec({ sealer, environment: 'production' });
  await t.rejects(codec.seal('raw', frameOf(['one'])), { code: 'SJ_INTERNAL' });
  const stray = await sealer.seal('raw', await compress(encodeFrame(frameOf(['one']))), {});
  await t.rejects(codec.open('raw', stray), { code: 'SJ_FRAME_INVALID' });
});
