import { readRules } from '@scrubjay/boot';
import { highestLimits } from '@scrubjay/engine';
import { FrameBuilder, type Frame } from '@scrubjay/frame';
import t from 'tap';
import { AuditThread } from '../../src/audit/audit-thread.js';
import { createAuditor, type SampleLooker } from '../../src/audit/auditor.js';
import { CanaryWatch } from '../../src/audit/canary-watch.js';
import { pickSamples } from '../../src/audit/sampler.js';
import { SecondLooker } from '../../src/audit/second-look.js';

const setup = {
  sources: await readRules('standard'),
  ...{ environment: 'test', epoch: 'e1', maxMs: 60_000 },
};
const sampleOf = (text: string, format: 'json' | 'text' = 'json') => ({
  ...{ bytes: Buffer.from(`${text}\n`), format, service: 'app', ruleset: 'f' },
});

function frameOf(records: readonly string[], details: Partial<Frame> = {}): Frame {
  const builder = new FrameBuilder({
    ...{ stream: 's', partition: 0, environment: 'test', service: 'app', format: 'json', schemaId: '' },
    ...{ ingestedAtMs: 1 },
  });
  records.forEach((record, index) => builder.add(Buffer.from(record), BigInt(index), 1));
  return { ...builder.build(), rulesetFingerprint: 'f', ...details };
}

const inputs = (...frames: Frame[]) => frames.map((frame) => ({ offset: 0n, frame }));
const all = { sampleRate: 1, maxRecordBytes: 1_000, random: () => 0 };
const textsOf = (samples: readonly { bytes: Uint8Array }[]): string[] =>
  samples.map(({ bytes }) => Buffer.from(bytes).toString());

t.test('the second look passes what is scrubbed and names what is not', async (t) => {
  const looker = new SecondLooker(setup);
  const [clean, leak, text, masked] = looker.lookAt([
    sampleOf('{"msg":"signed in","user":"[EMAIL]"}'),
    sampleOf('{"msg":"signed in as anna@example.com"}'),
    sampleOf('signed in as anna@example.com', 'text'),
    sampleOf('{"password":"[PASSWORD]","n":1}'),
  ]);
  t.strictSame([clean, masked], Array(2).fill({ isLeak: false, detectors: [] }));
  for (const look of [leak, text])
    t.match(look, { isLeak: true, detectors: [{ detector: 'email', category: 'pii', count: 1 }] });
});

t.test('what the redactor may be configured to pass is no leak', async (t) => {
  const looker = new SecondLooker(setup);
  const inner = highestLimits.maxDepth - 1;
  const nested = (value: string) => `{"user":${'['.repeat(inner)}"${value}"${']'.repeat(inner)}}`;
  const [deep, leak] = looker.lookAt([sampleOf(nested('[EMAIL]')), sampleOf(nested('anna@example.com'))]);
  t.strictSame(deep, { isLeak: false, detectors: [] });
  t.match(leak, { isLeak: true, detectors: [{ detector: 'email', category: 'pii', count: 1 }] });
});

t.test('it stops when its time is over, after one record at least', async (t) => {
  const looker = new SecondLooker({ ...setup, maxMs: 0 });
  const samples = Array.from({ length: 5 }, () => sampleOf('{"msg":"nothing"}'));
  const { length } = looker.lookAt(samples);
  t.ok(length >= 1 && length < 5, String(length));
});

t.test('the thread looks too, and is followed by another one when it ends', async (t) => {
  const thread = await AuditThread.start(setup);
  t.equal(thread.fingerprint, new SecondLooker(setup).fingerprint);
  const [look] = await thread.lookAt([sampleOf('{"msg":"anna@example.com"}')]);
  t.match(look, { isLeak: true });
  const under = thread.lookAt([sampleOf('{"msg":"x"}')]);
  const closed = thread.close();
  await t.rejects(under, { code: 'SJ_INTERNAL', retryable: true });
  await closed;
  const [again] = await thread.lookAt([sampleOf('{"msg":"x"}')]);
  t.match(again, { isLeak: false });
  await thread.close();
});

t.test(
  'a record over which the thread ends does not pass, and the others are looked at all the same',
  async (t) => {
    const thread = await AuditThread.start(setup);
    t.teardown(() => thread.close());
    const outcomes: Record<string, number> = {};
    const auditor = createAuditor({
      canaries: new CanaryWatch(() => undefined),
      // The engine refuses a record without its newline: the thread has no answer to that.
      looker: async () => ({
        fingerprint: 'f',
        lookAt: (samples) =>
          thread.lookAt(
            samples.map((one) =>
              one.service === 'bad' ? { ...one, bytes: one.bytes.subarray(0, -1) } : one,
            ),
          ),
      }),
      ...all,
      onLooked: (outcome, count) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + count),
    });
    const { alarms } = await auditor.inspect(
      inputs(frameOf(['{"n":1}']), frameOf(['{"n":2}'], { service: 'bad' }), frameOf(['{"n":3}'])),
    );
    t.match(alarms, [{ kind: 'second_look', service: 'bad', detectors: [] }]);
    t.strictSame(outcomes, { leak: 1, clean: 2 });
  },
);

t.test('rules that do not compile are told', async (t) => {
  const sources = { ...setup.sources, policy: { ...setup.sources.policy, text: 'packs: [none]' } };
  await t.rejects(AuditThread.start({ ...setup, sources }), { code: 'SJ_RULES_INVALID' });
});

t.test('samples are copies of records that can be judged without a schema', async (t) => {
  const frame = frameOf(['{"n":1}', '{"n":2}']);
  const [one, two] = pickSamples(inputs(frame), all);
  frame.records.fill(0x20);
  t.strictSame(textsOf([one, two].filter((sample) => sample !== undefined)), ['{"n":1}\n', '{"n":2}\n']);
  t.match(one, { format: 'json', service: 'app', ruleset: 'f' });
  t.strictSame(pickSamples(inputs(frameOf(['{"n":1}'], { schemaId: '7' })), all), []);
  t.strictSame(pickSamples(inputs(frameOf(['x'.repeat(1_000)])), all), []);
  t.match(pickSamples(inputs(frameOf(['a b'], { format: 'text' })), all), [{ format: 'text' }]);
  t.strictSame(pickSamples(inputs(frame), { ...all, sampleRate: 0 }), []);
});

t.test('as many are picked as the rate says', async (t) => {
  const frame = frameOf(Array.from({ length: 50_000 }, (_, n) => `{"n":${String(n)}}`));
  const { length } = pickSamples(inputs(frame), { ...all, sampleRate: 0.01, random: Math.random });
  t.ok(length > 380 && length < 620, String(length));
});

function useAuditor(looker: SampleLooker) {
  const outcomes: Record<string, number> = {};
  const auditor = createAuditor({
    canaries: new CanaryWatch(() => undefined),
    looker: async () => looker,
    ...all,
    onLooked: (outcome, count) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + count),
  });
  return { auditor, outcomes };
}

t.test('a leak is an alarm of its service; everything that was picked is counted', async (t) => {
  const detectors = [{ detector: 'email', category: 'pii', count: 1 }];
  const { auditor, outcomes } = useAuditor({
    fingerprint: 'f',
    lookAt: async (samples) =>
      samples
        .slice(0, 3)
        .map(({ service }) =>
          service === 'bad' ? { isLeak: true, detectors } : { isLeak: false, detectors: [] },
        ),
  });
  const messages = inputs(
    frameOf(['{"n":1}', '{"n":2}']),
    frameOf(['{"n":3}', '{"n":4}'], { service: 'bad' }),
    frameOf(['{"n":5}'], { rulesetFingerprint: 'other' }),
  );
  const { rest, alarms } = await auditor.inspect(messages);
  t.equal(rest, messages);
  t.strictSame(alarms, [
    { kind: 'second_look', count: 1, rulesetFingerprint: 'f', service: 'bad', detectors },
  ]);
  t.strictSame(outcomes, { leak: 1, clean: 2, other_rules: 1, passed_over: 1 });
});

t.test('nothing is asked of the rules while there is nothing to look at', async (t) => {
  let asked = 0;
  const auditor = createAuditor({
    canaries: new CanaryWatch(() => undefined),
    looker: async () => ((asked += 1), { fingerprint: 'g', lookAt: async () => [] }),
    ...all,
    onLooked: () => undefined,
  });
  await auditor.inspect([]);
  t.equal(asked, 0);
  t.strictSame((await auditor.inspect(inputs(frameOf(['{"n":1}'])))).alarms, []);
  t.equal(asked, 1);
});
