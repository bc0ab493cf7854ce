import t from 'tap';
import { compileRuleset, defaultLimits } from '@scrubjay/engine';
import { attributesAt, attributesOf, FrameBuilder, recordAt, type FrameOutput } from '@scrubjay/frame';
import { createRedactorStage } from '../src/stage.js';

const pack = `
pack: fake
title: Fake
detectors:
  - { id: word, title: Word, category: pii, severity: high, pattern: 'secret[0-9]+', action: mask,
      examples: { match: [secret1, secret2, secret3], ignore: [secret, secre1, x] } }
  - { id: gone, title: Gone, category: pii, severity: high, pattern: 'remove-this-record', action: discard,
      examples: { match: [remove-this-record, a remove-this-record, remove-this-record b], ignore: [remove, this, record] } }
  - { id: auth, title: Auth, category: secret, severity: high, keys: [authorization], action: mask,
      examples: { match: ['{"authorization":"a"}', '{"authorization":"b"}', '{"authorization":"c"}'], ignore: ['{"a":"user"}', user, '{"users":1}'] } }
`;

const ruleset = compileRuleset({ packs: [{ file: 'fake.yaml', text: pack }] });
const source = {
  ...{ stream: 'app', partition: 1, environment: 'test', service: 'api', schemaId: '', ingestedAtMs: 7 },
  format: 'text',
} as const;

type Sent = readonly [
  record: string,
  key: Buffer | string | null,
  headers?: Readonly<Record<string, Buffer | string>>,
];

async function redact(
  sent: readonly Sent[],
): Promise<{ outputs: readonly FrameOutput[]; events: unknown[] }> {
  const builder = new FrameBuilder(source);
  sent.forEach(([record, key, headers = {}], index) => {
    const attributes = attributesOf({
      key: key === null ? null : Buffer.from(key),
      headers: Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)] as const),
    });
    builder.add(Buffer.from(record), BigInt(index), 100 + index, attributes);
  });
  const events: unknown[] = [];
  const stage = createRedactorStage({
    ruleset: () => ruleset,
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1' },
    limits: { ...defaultLimits, maxDepth: 3, maxRecordBytes: 100 },
    events: {
      onFinding: (...finding) => void events.push(finding),
      onDiscarded: (count) => void events.push(['discarded', count]),
    },
  });
  const partition = { stream: 'raw', partition: 0 };
  const messages = [{ offset: 0n, frame: builder.build() }];
  return { outputs: await stage.process({ partition, first: 0n, next: 1n, messages }), events };
}

function show({ to, frame }: FrameOutput): unknown[] {
  return Array.from(frame.lengths.keys(), (index) => [
    to,
    recordAt(frame, index).toString(),
    attributesAt(frame, index)?.toString(),
  ]);
}

t.test('keys and headers are scrubbed by pattern and by name, each beside its record', async (t) => {
  const { outputs, events } = await redact([
    ['one', 'user secret1'],
    ['two secret2', null],
    ['three', null, { Authorization: 'Bearer x', 'x-trace': 'secret3', plain: 'fine' }],
  ]);
  t.same(outputs.flatMap(show), [
    ['scrubbed', 'one', '{"kafka_key":"user [WORD]"}'],
    ['scrubbed', 'two [WORD]', undefined],
    ['scrubbed', 'three', '{"headers":{"Authorization":"[AUTH]","x-trace":"[WORD]","plain":"fine"}}'],
  ]);
  t.same(events, [
    ['word', 'mask', 3],
    ['auth', 'mask', 1],
  ]);
  t.same(outputs[0]?.frame.findings.length, 2);
});

t.test('bytes that are no text are hidden and counted', async (t) => {
  const { outputs, events } = await redact([['one', Buffer.from([0, 0, 0, 7]), { b: Buffer.from([255]) }]]);
  t.same(outputs.flatMap(show), [['scrubbed', 'one', '{"kafka_key":"[BYTES]","headers":{"b":"[BYTES]"}}']]);
  t.same(events, [['opaque-bytes', 'mask', 2]]);
});

t.test('a record whose headers cannot be redacted for certain is withheld whole, with them', async (t) => {
  const { outputs } = await redact([
    ['one', 'k1'],
    ['two', 'x'.repeat(200)],
    ['three secret1', 'k3'],
  ]);
  t.same(outputs.flatMap(show), [
    ['scrubbed', 'one', '{"kafka_key":"k1"}'],
    ['scrubbed', 'three [WORD]', '{"kafka_key":"k3"}'],
    ['quarantine', 'two', `{"kafka_key":"${'x'.repeat(200)}"}`],
  ]);
  t.equal(outputs[1]?.frame.quarantine?.reason, 'too_large');
});

t.test('a rule that discards may find its word in a header; a record is counted once', async (t) => {
  const { outputs, events } = await redact([
    ['remove-this-record', 'remove-this-record'],
    ['two', null, { h: 'remove-this-record' }],
    ['y'.repeat(150), 'remove-this-record'],
  ]);
  t.same(
    outputs.map(({ to, frame }) => [to, frame.quarantine?.reason]),
    [['quarantine', 'too_large']],
  );
  t.same(events.at(-1), ['discarded', 2]);
});
