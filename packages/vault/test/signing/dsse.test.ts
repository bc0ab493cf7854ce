import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { openEnvelope, signEnvelope } from '../../src/signing/dsse.js';
import type { Signer } from '../../src/signing/types.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer: Signer = {
  sign: async (message) => ({ keyId: 'k', bytes: sign('sha256', message, privateKey) }),
  publicKey: async () => publicKey,
  check: async () => undefined,
  close: () => undefined,
};
const invalid = { code: 'SJ_SIGNATURE_INVALID' };
const payload = Buffer.from('{"a":1}');

t.test('what was signed comes back, and only as the type that was signed', async (t) => {
  const envelope = await signEnvelope(signer, 'text/a', payload);
  t.strictSame(openEnvelope(publicKey, 'text/a', envelope), payload);
  t.throws(() => openEnvelope(publicKey, 'text/b', envelope), invalid);
  const other = generateKeyPairSync('ed25519').publicKey;
  t.throws(() => openEnvelope(other, 'text/a', envelope), invalid);
});

t.test("the signature is over DSSE's own encoding of type and payload", async (t) => {
  let signed = '';
  const noting: Signer = {
    ...signer,
    sign: (message) => {
      signed = message.toString();
      return signer.sign(message);
    },
  };
  // The example of the specification, protocol.md of version 1.0.2.
  await signEnvelope(noting, 'http://example.com/HelloWorld', Buffer.from('hello world'));
  t.equal(signed, 'DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});

t.test('no byte of an envelope can be changed to another meaning', async () => {
  const envelope = await signEnvelope(signer, 'text/a', payload);
  fc.assert(
    fc.property(fc.nat(envelope.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const altered = Buffer.from(envelope);
      altered[at] = (altered[at] ?? 0) ^ change;
      try {
        // The key id is a hint, and base64 has spare bits: what is opened must be what was signed.
        return openEnvelope(publicKey, 'text/a', altered).equals(payload);
      } catch (error) {
        return (error as { code?: unknown }).code === invalid.code;
      }
    }),
  );
});

t.test('what is no envelope is refused', async (t) => {
  const strange = ['', 'null', '1', '{}', '{"payloadType":"text/a","payload":"","signatures":[null]}'];
  const wrong = ['{"payloadType":1,"payload":"","signatures":[]}', '{"payloadType":"text/a","payload":""}'];
  for (const text of [...strange, ...wrong, '{"payloadType":"text/a","payload":"","signatures":[]}']) {
    t.throws(() => openEnvelope(publicKey, 'text/a', Buffer.from(text)), invalid, text);
  }
});
