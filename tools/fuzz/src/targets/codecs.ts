import { Buffer } from 'node:buffer';
import { createCodecs, type Codec } from '@scrubjay/transport';
import { Broken, type Target } from '../target.js';
import { createMemoryWatch } from './memory.js';
import { refusingOnly } from './only.js';

const maxBytes = 1_048_576;

const lines = Buffer.from('{"level":"info","msg":"user 4711 logged in"}\n'.repeat(50));
const magic = [
  '\x82SNAPPY\x00',
  '\x04\x22\x4d\x18',
  '\x28\xb5\x2f\xfd',
  '\x50\x2a\x4d\x18',
  '\x1f\x8b\x08\x00',
];
const numbers = [
  '\xff\xff\xff\xff',
  '\x00\x00\x00\x00',
  '\xff\xff\xff\x7f',
  '\x80\x80\x80\x80\x0f',
  '\xe0',
  '\x60',
];

/**
 * Decompresses arbitrary bytes, once a codec. Promises: SJ_KAFKA_FAILED or a result of at most the limit, no time and no
 * memory to speak of; what was compressed comes back.
 */
export async function createCodecTargets(): Promise<readonly Target[]> {
  const codecs = Object.entries(createCodecs(maxBytes));
  return Promise.all(codecs.map(([name, codec]) => createTarget(name, codec)));
}

async function createTarget(name: string, codec: Codec): Promise<Target> {
  const texts = [Buffer.alloc(0), Buffer.from('a'), lines];
  const seeds = await Promise.all(texts.map((text) => codec.compress(text)));
  // Grows to more than the limit: a bomb.
  const bomb = await codec.compress(Buffer.alloc(2 * maxBytes));
  const watchMemory = createMemoryWatch();
  return {
    name: `codec-${name}`,
    seeds: [...seeds, bomb.subarray(0, 16_384)],
    dictionary: [...magic, ...numbers],
    async check(input) {
      const plain = await refusingOnly('SJ_KAFKA_FAILED', () => codec.decompress(input));
      if (plain !== undefined && plain.length > maxBytes)
        throw new Broken(`it grew to ${plain.length} bytes`);
      watchMemory();
      const again = await codec.decompress(await codec.compress(input));
      if (!again.equals(input)) throw new Broken('another text came back');
    },
  };
}
