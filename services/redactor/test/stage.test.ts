import t from 'tap';
import { compileRuleset, defaultLimits, type Ruleset } from '@scrubjay/engine';
import { recordAt, type Frame, type FrameOutput, type RecordFormat } from '@scrubjay/frame';
import { createRedactorStage } from '../src/stage.js';
import { frameOf } from './frames.js';

const pack = `
pack: fake
title: Fake
detectors:
  - { id: word, title: Word, category: pii, severity: high, pattern: 'secret[0-9]+', action: mask,
      examples: { match: [secret1, secret2, secret3], ignore: [secret, secre1, x] } }
  - { id: gone, title: Gone, category: pii, severity: high, pattern: 'remove-this-record', action: discard,
      examples: { match: [remove-this-record, a remove-this-record, remove-this-record b], ignore: [remove, this, record] } }
  - { id: who, title: Who, category: pii, severity: high, keys: [user], action: pseudonymize,
      examples: { match: ['{"user":"a"}', '{"user":"b"}', '{"user":"c"}'], ignore: ['{"a":"user"}', user, '{"users":1}'] } }
`;

const ruleset: Ruleset = compileRuleset({ packs: [{ file: 'fake.yaml', text: pack }] });

const appFrame = (format: RecordFormat, records: readonly string[]): Frame =>
  frameOf(records, 0, { partition: 1, format });

async function redact(frame: Frame): Promise<{ outputs: readonly FrameOutput[]; events: unknown[] }> {
  const events: unknown[] = [];
  const stage = createRedactorStage({
    ruleset: () => ruleset,
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1' },
    limits: defaultLimits,
    events: {
      onFinding: (...finding) => void events.push(finding),
      onDiscarded: (count) => void events.push(['discarded', count]),
    },
  });
  const partition = { stream: 'raw', partition: 0 };
  const outputs = await stage.process({ partition, first: 0n, next: 1n, messages: [{ offset: 0n, frame }] });
  return { outputs, events };
}

const texts = ({ frame }: FrameOutput): string[] =>
  Array.from(frame.lengths.keys(), (index) => recordAt(frame, index).toString());

t.test('every record is scrubbed, discarded or withheld, and keeps its offset and time', async (t) => {
  const { outputs, events } = await redact(
    appFrame('json', ['{"a":"secret1"}', '{"a":"remove-this-record"}', '{"a":', '{"a":"fine"}']),
  );
  const [scrubbed, withheld] = outputs;
  t.equal(outputs.length, 2);
  t.equal(scrubbed?.to, 'scrubbed');
  t.strictSame(texts(scrubbed as FrameOutput), ['{"a":"[WORD]"}', '{"a":"fine"}']);
  t.strictSame([...(scrubbed?.frame.offsets ?? [])], [0, 3]);
  t.strictSame([...(scrubbed?.frame.timestampsMs ?? [])], [100, 103]);
  t.equal(scrubbed?.frame.rulesetFingerprint, ruleset.fingerprint);
  t.equal(withheld?.to, 'quarantine');
  t.match(withheld?.frame, {
    quarantine: { stage: 'redactor', reason: 'malformed_json', part: 0, parts: 1 },
    service: 'api',
  });
  t.strictSame([...(withheld?.frame.offsets ?? [])], [2]);
  t.strictSame(texts(withheld as FrameOutput), ['{"a":']);
  t.match(events, [
    ['word', 'mask', 1],
    ['gone', 'discard', 1],
    ['discarded', 1],
  ]);
});

t.test('a frame without findings keeps its bytes', async (t) => {
  const frame = appFrame('text', ['nothing here']);
  const { outputs } = await redact(frame);
  t.equal(outputs[0]?.frame.records, frame.records);
});

t.test('a canonical record is JSON to the rules', async (t) => {
  const { outputs } = await redact(appFrame('canonical', ['{"attributes":{"user":"ada"}}']));
  t.match(texts(outputs[0] as FrameOutput)[0], /^\{"attributes":\{"user":"\[WHO:e1:[a-z2-7]{16}\]"\}\}$/);
});

t.test('a frame of which nothing is left puts nothing out', async (t) => {
  t.strictSame((await redact(appFrame('text', ['remove-this-record']))).outputs, []);
});

t.test('records of unknown form are withheld, not passed on', async (t) => {
  const { outputs } = await redact(appFrame('binary', ['a secret1', 'b']));
  t.strictSame(
    outputs.map(({ to, frame }) => [to, frame.quarantine?.reason]),
    [
      ['quarantine', 'unknown_format'],
      ['quarantine', 'unknown_format'],
    ],
  );
});

t.test('between two frames the event loop turns, however many partitions there are', async (t) => {
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  t.teardown(() => clearInterval(turning));
  const redactedAt: number[] = [];
  const stage = createRedactorStage({
    ruleset: () => {
      redactedAt.push(turns);
      // Longer than the interval: each time the timers get their turn, it has fired once more.
      const end = performance.now() + 3;
      while (performance.now() < end);
      return ruleset;
    },
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1' },
    limits: defaultLimits,
    events: { onFinding: () => undefined, onDiscarded: () => undefined },
  });
  const messages = [0n, 1n].map((offset) => ({ offset, frame: appFrame('text', ['a secret1']) }));
  await Promise.all(
    [0, 1, 2].map((partition) =>
      stage.process({ partition: { stream: 'raw', partition }, first: 0n, next: 2n, messages }),
    ),
  );
  t.equal(redactedAt.length, 6);
  t.equal(new Set(redactedAt).size, 6, 'no two frames in one turn');
});

t.test('each frame is redacted by the rules for its service, environment and schema', async (t) => {
  const policy = JSON.stringify({
    policy: 'p',
    packs: ['fake'],
    overrides: [{ services: ['api'], environments: ['te*'], actions: { who: 'seal' }, disable: ['word'] }],
  });
  const overridden = compileRuleset({
    packs: [{ file: 'fake.yaml', text: pack }],
    policy: { file: 'p.yaml', text: policy },
  });
  const stage = createRedactorStage({
    ruleset: () => overridden,
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1', tenant: 'blue' },
    seal: (value) => Buffer.from([...value].reverse()),
    limits: defaultLimits,
    events: { onFinding: () => undefined, onDiscarded: () => undefined },
  });
  const frame = appFrame('json', ['{"user":"ada","n":"secret1"}']);
  const messages = [
    { offset: 0n, frame },
    { offset: 1n, frame: { ...frame, service: 'web' } },
  ];
  const outputs = await stage.process({
    partition: { stream: 'raw', partition: 0 },
    first: 0n,
    next: 2n,
    messages,
  });
  t.match(outputs.flatMap(texts), [
    '{"user":"[WHO:sealed:YWRh]","n":"secret1"}',
    /^\{"user":"\[WHO:e1:[a-z2-7]{16}\]","n":"\[WORD\]"\}$/,
  ]);
  const prints = outputs.map((output) => output.frame.rulesetFingerprint);
  t.not(prints[0], overridden.fingerprint);
  t.equal(prints[1], overridden.fingerprint);
});
