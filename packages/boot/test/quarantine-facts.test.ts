import { createFrameCodec, quarantineFrames, type Frame } from '@scrubjay/frame';
import t from 'tap';
import { kafkaConfig } from '../src/config/kafka.js';
import { toMessage } from '../src/kafka.js';
import { factsOf, readHeaders, toHeaders } from '../src/quarantine-facts.js';
import { frameOf } from './doubles.js';

const secret = 'jane.doe@planted.example';

function withheld(parts: Partial<Parameters<typeof quarantineFrames>[0]> = {}, maxPartBytes = 1000): Frame[] {
  return quarantineFrames(
    {
      ...{ stage: 'ingest', reason: 'too_large', record: Buffer.from(secret), stream: 'app-logs' },
      ...{ partition: 3, offset: 42n, timestampMs: 1, ingestedAtMs: 1_790_000_000_000 },
      ...{ environment: 'test', service: 'checkout', format: 'binary', schemaId: '' },
      attributes: Buffer.from(JSON.stringify({ kafka_key: secret })),
      ...parts,
    },
    maxPartBytes,
  );
}

t.test('headers tell stage, reason, service, source, part and time, and read back the same', (t) => {
  const [, second] = withheld({}, 100);
  t.equal(second, undefined);
  const frames = withheld({ record: Buffer.alloc(250), attributes: undefined }, 100);
  t.strictSame(
    frames.map((frame) => readHeaders(toHeaders(factsOf(frame)))),
    [0, 1, 2].map((part) => ({
      ...{ stage: 'ingest', reason: 'too_large', service: 'checkout', part, parts: 3 },
      source: { stream: 'app-logs', partition: 3, offset: 42 },
      ingestedAtMs: 1_790_000_000_000,
    })),
  );
  t.end();
});

t.test('nothing of a record, its key or an odd name is in the headers', (t) => {
  const [frame] = withheld({ service: secret, stream: `/home/${secret}` });
  const headers = toHeaders(factsOf(frame ?? frameOf('')));
  t.notMatch(JSON.stringify(headers), secret);
  t.notOk('scrubjay-service' in headers);
  t.notOk('scrubjay-source' in headers);
  t.equal(readHeaders(headers), undefined, 'without a source parts cannot be told apart');
  t.end();
});

t.test('headers of others tell nothing', (t) => {
  const [frame] = withheld();
  const good = toHeaders(factsOf(frame ?? frameOf('')));
  t.ok(readHeaders(good));
  for (const [name, value] of [
    ['scrubjay-stage', 'other'],
    ['scrubjay-reason', secret],
    ['scrubjay-part', '1'],
    ['scrubjay-source', `a b/${secret}`],
    ['scrubjay-ingested-at', 'today'],
  ] as const) {
    t.equal(readHeaders({ ...good, [name]: value }), undefined, name);
  }
  t.equal(readHeaders({ ...good, 'scrubjay-service': `${secret} x` })?.service, undefined);
  t.equal(readHeaders({}), undefined);
  t.end();
});

t.test('a frame that does not say why is told as an internal error', (t) => {
  t.match(factsOf(frameOf('x')), { reason: 'internal_error', part: 0, parts: 1 });
  t.end();
});

t.test('only what is withheld carries headers', async (t) => {
  const config = kafkaConfig.parse({ brokers: ['a:1'] });
  const sealer = { seal: async (_: string, plain: Buffer) => plain, open: async (_: string, b: Buffer) => b };
  const codec = createFrameCodec({ sealer, environment: 'test' });
  const [frame = frameOf('')] = withheld();
  t.match(await toMessage({ to: 'quarantine', frame }, config, codec), {
    topic: 'scrubjay.quarantine',
    headers: { 'scrubjay-reason': 'too_large' },
  });
  const raw = await toMessage({ to: 'raw', frame: frameOf('x') }, config, codec);
  t.strictSame([raw.topic, raw.headers], ['scrubjay.raw', undefined]);
});
