import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { createLocalVault } from '../src/index.js';

const contexts = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
  { maxKeys: 4, noNullPrototype: true },
);

t.test('open(seal(x)) is x, in any part of its context', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 2000 }),
      contexts,
      fc.nat(4),
      async (bytes, context, kept) => {
        const plain = Buffer.from(bytes);
        const sealed = await vault.seal('raw', plain, context);
        const part = Object.fromEntries(Object.entries(context).slice(0, kept));
        assert.deepEqual(await vault.open('raw', sealed, part), plain);
      },
    ),
    { numRuns: 100 },
  );
});

t.test('a message with any byte altered does not open', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  const sealed = await vault.seal('raw', Buffer.from('user jane@example.org logged in'), { stream: 'raw' });
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    await assert.rejects(vault.open('raw', altered, { stream: 'raw' }), { code: 'SJ_VAULT_OPEN_FAILED' });
  }
});

t.test('a message that was cut does not open', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  const sealed = await vault.seal('raw', Buffer.from('user jane@example.org logged in'), { stream: 'raw' });
  for (let length = 0; length < sealed.length; length++) {
    await assert.rejects(vault.open('raw', sealed.subarray(0, length), {}), { code: 'SJ_VAULT_OPEN_FAILED' });
  }
});
