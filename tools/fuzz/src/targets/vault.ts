import { Buffer } from 'node:buffer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalVault } from '@scrubjay/vault';
import { Broken, type Target } from '../target.js';
import { createMemoryWatch } from './memory.js';
import { refusingOnly } from './only.js';

const context = { environment: 'fuzz', stream: 'raw' };
const text = Buffer.from('sealed '.repeat(40));
/**
 * Opens arbitrary bytes as a sealed message. Promises: SJ_VAULT_OPEN_FAILED and nothing else unless it is a message that
 * was sealed, byte for byte; no time and no memory to speak of.
 */
export async function createVaultTarget(): Promise<Target> {
  const dir = await mkdtemp(join(tmpdir(), 'scrubjay-fuzz-'));
  const vault = await createLocalVault({ dir: join(dir, 'keys'), purposes: ['raw', 'scrubbed'] });
  const texts = [text, Buffer.alloc(0), Buffer.alloc(5_000, 'x')];
  const sealed = await Promise.all(texts.map((plain) => vault.seal('raw', plain, context)));
  const others = [await vault.seal('scrubbed', text, context), await vault.seal('raw', text, { other: 'x' })];
  const watchMemory = createMemoryWatch();
  return {
    name: 'sealed-message',
    seeds: [...sealed, ...others],
    dictionary: [
      ...['\x02\x04\x78', '\x02\x05\x78', '\x01\x80', '\x00\x00\x10\x00', '\xff\xff\xff\xff', '\xff\xff'],
      ...['\x00\x00\x00\x01', '\x00\x00', 'aws-crypto-public-key', 'environment', 'raw'],
    ],
    async check(input) {
      const plain = await refusingOnly('SJ_VAULT_OPEN_FAILED', () => vault.open('raw', input, context));
      const isKnown = sealed.some((message) => message.equals(input));
      if ((plain !== undefined) !== isKnown)
        throw new Broken('not what was sealed, and opened; or the reverse');
      watchMemory();
    },
    async close() {
      vault.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
