import { Readable } from 'node:stream';
import t from 'tap';
import { createKmsVault, type Vault } from '../src/index.js';

const raw = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const plain = Buffer.from('user jane@example.org logged in');

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const dataKey: Answer = {
  status: 200,
  body: {
    KeyId: raw,
    Plaintext: Buffer.alloc(32, 7).toString('base64'),
    CiphertextBlob: Buffer.alloc(184, 8).toString('base64'),
  },
};

/** A vault whose requests get `answers`, one after another, without leaving the process. */
function answeredBy(...answers: Answer[]): { readonly vault: Vault; readonly requests: string[] } {
  const requests: string[] = [];
  const requestHandler = {
    async handle() {
      const { status, body } = answers.shift() ?? { status: 500, body: {} };
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return { response: { statusCode: status, headers, body: Readable.from([JSON.stringify(body)]) } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const vault = createKmsVault({
    client: { region: 'us-east-1', credentials, requestHandler: requestHandler as never, maxAttempts: 2 },
    keys: { raw, scrubbed: 'alias/scrubbed', pseudonym: raw },
    onRequest: (op, outcome) => requests.push(`${op} ${outcome}`),
  });
  return { vault, requests };
}

function failed(type: string, status = 400): Answer {
  return { status, body: { __type: type, message: 'this text may quote anything' } };
}

t.test('a key that KMS refuses is denied, for sealing and for opening', async (t) => {
  for (const type of ['AccessDeniedException', 'DisabledException', 'KMSInvalidStateException']) {
    const { vault, requests } = answeredBy(dataKey, failed(type), failed(type));
    const sealed = await vault.seal('raw', plain, {});
    await t.rejects(vault.open('raw', sealed, {}), {
      code: 'SJ_VAULT_KEY_DENIED',
      message: `the raw key ${raw}`,
    });
    await t.rejects(vault.check(['raw']), { code: 'SJ_VAULT_KEY_DENIED' });
    t.same(requests, ['GenerateDataKey ok', 'Decrypt denied', 'GenerateDataKey denied']);
  }
});

t.test('every attempt is counted, and an overloaded KMS may be asked again later', async (t) => {
  const { vault, requests } = answeredBy(failed('ThrottlingException'), failed('KMSInternalException', 500));
  await t.rejects(vault.seal('raw', plain, {}), { code: 'SJ_VAULT_UNAVAILABLE', retryable: true });
  t.same(requests, ['GenerateDataKey throttled', 'GenerateDataKey error']);
});

t.test('a failure while opening is no verdict on the message', async (t) => {
  const busy = failed('KMSInternalException', 500);
  const { vault } = answeredBy(dataKey, busy, busy);
  const sealed = await vault.seal('raw', plain, {});
  await t.rejects(vault.open('raw', sealed, {}), { code: 'SJ_VAULT_UNAVAILABLE', retryable: true });
});

t.test('a data key that KMS cannot open makes the message one that does not open', async (t) => {
  const { vault } = answeredBy(dataKey, failed('InvalidCiphertextException'));
  const sealed = await vault.seal('raw', plain, {});
  await t.rejects(vault.open('raw', sealed, {}), { code: 'SJ_VAULT_OPEN_FAILED' });
});

t.test('answers that say nothing are not taken for keys', async (t) => {
  const empty = { status: 200, body: {} };
  const { vault } = answeredBy(empty, empty, empty);
  await t.rejects(vault.seal('raw', plain, {}), { code: 'SJ_INTERNAL' });
  await t.rejects(vault.seal('scrubbed', plain, {}), { code: 'SJ_INTERNAL', message: /without ARN/ });
  await t.rejects(vault.pseudonymKey('2026'), { code: 'SJ_INTERNAL', message: /no MAC of 32 bytes/ });
});

t.test('the text of a foreign error is in no message', async (t) => {
  const { vault } = answeredBy(failed('AccessDeniedException'));
  const error: unknown = await vault.seal('raw', plain, {}).catch((caught: unknown) => caught);
  t.notMatch((error as Error).message, /may quote/);
});
