import t, { type Test } from 'tap';
import { record, secrets } from './secrets.js';
import { answerWith, deadPort, Stage, writeConfig } from './stage.js';

// Servers that do not answer, or refuse and repeat in their answers what they should not. What these say is from the API
// references of KMS and S3: moto knows no roles and refuses nothing.
t.setTimeout(240_000);
const stage = new Stage(t);
const arn = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

type Sections = Readonly<Record<string, unknown>>;

const doctor = (t: Test, sections: Sections): string[] => [
  ...['doctor', '--config', writeConfig(t.testdir({}), sections)],
];

/** With credentials in the address, as some write it. */
const addressOf = (port: number): string => `http://jane:${secrets.urlPassword}@127.0.0.1:${String(port)}`;

function kmsAt(port: number): Sections {
  return { keys: { provider: 'kms', region: 'us-east-1', endpoint: addressOf(port), raw: arn } };
}

function storeAt(port: number): Sections {
  const place = { bucket: 'planted', region: 'us-east-1', endpoint: addressOf(port), forcePathStyle: true };
  return { store: { kind: 's3', ...place } };
}

async function refusingKms(t: Test, type: string): Promise<Sections> {
  const port = await answerWith(t, (_, response) => {
    response.writeHead(400, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': secrets.apiKey,
    });
    response.end(JSON.stringify({ __type: type, message: record }));
  });
  return kmsAt(port);
}

async function refusingStore(t: Test, status: number, code: string): Promise<Sections> {
  const body = `<Error><Code>${code}</Code><Message>${secrets.mail} ${secrets.card}</Message><Key>${secrets.apiKey}</Key></Error>`;
  const port = await answerWith(t, (_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-id-2': secrets.apiKey });
    response.end(body);
  });
  return storeAt(port);
}

t.test('a key service that refuses', async (t) => {
  await stage.shows(t, 'SJ_VAULT_KEY_DENIED', doctor(t, await refusingKms(t, 'AccessDeniedException')));
});

t.test('a key service that answers with a secret for a name', async (t) => {
  await stage.shows(t, 'SJ_VAULT_UNAVAILABLE', doctor(t, await refusingKms(t, secrets.card)));
  await stage.shows(t, 'SJ_VAULT_UNAVAILABLE', doctor(t, await refusingKms(t, secrets.apiKey)));
});

t.test('nothing answers: key service, store, brokers', async (t) => {
  const port = await deadPort();
  const sasl = { mechanism: 'plain', username: secrets.mail, password: secrets.saslPassword };
  const kafka = { brokers: [`127.0.0.1:${String(port)}`], sasl };
  const { stdout } = await stage.shows(
    t,
    'SJ_VAULT_UNAVAILABLE',
    doctor(t, { ...kmsAt(port), ...storeAt(port), transport: 'kafka', kafka }),
  );
  stage.looksAt(t, 'SJ_STORE_UNREACHABLE', stdout);
  stage.looksAt(t, 'SJ_KAFKA_UNREACHABLE', stdout);
});

t.test('a store that refuses', async (t) => {
  await stage.shows(t, 'SJ_STORE_DENIED', doctor(t, await refusingStore(t, 403, 'AccessDenied')));
  await stage.shows(t, 'SJ_STORE_DENIED', doctor(t, await refusingStore(t, 400, secrets.card)));
});

t.test('a store in which another one writes', async (t) => {
  await stage.shows(t, 'SJ_STORE_CONFLICT', doctor(t, await refusingStore(t, 412, 'PreconditionFailed')));
});

t.test('a bucket without protection', async (t) => {
  const unset = await refusingStore(t, 404, 'NoSuchPublicAccessBlockConfiguration');
  await stage.shows(t, 'SJ_STORE_UNPROTECTED', doctor(t, unset));
});

t.test('a store that names a secret for the key that it used', async (t) => {
  const port = await answerWith(t, (_, response) => {
    response.writeHead(200, {
      etag: '"1"',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': secrets.apiKey,
    });
    response.end();
  });
  const { store } = storeAt(port) as { readonly store: object };
  const lying = { store: { ...store, allowUnprotected: true, sseKmsKeyId: arn } };
  await stage.shows(t, 'SJ_STORE_KEY_MISMATCH', doctor(t, lying));
});

t.test('a store whose answer is no XML', async (t) => {
  const port = await answerWith(t, (_, response) => response.writeHead(403).end(record));
  const { stdout } = await stage.runs(t, doctor(t, storeAt(port)));
  t.match(stdout, /SJ_STORE_[A-Z]+/);
});

/** A record as a producer with a schema registry writes it. */
const withSchema = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(`${record}\n`)]);

t.test('a schema registry that refuses', async (t) => {
  const port = await answerWith(t, (_, response) => {
    response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': secrets.apiKey });
    response.end(record);
  });
  const registry = {
    url: `http://127.0.0.1:${String(port)}`,
    username: secrets.mail,
    password: secrets.urlPassword,
  };
  const config = writeConfig(t.testdir({}), { schemas: { registry }, redactor: { workers: 1 } });
  await stage.shows(t, 'SJ_REGISTRY_DENIED', ['run', '--config', config], { input: withSchema });
});

t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
